import { useState } from 'react'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { useTexts } from '../i18n/texts.ts'
import { FieldFrame, invalidBy } from './field.tsx'
import { HideIcon, ShowIcon } from './icons.ts'
import type { TextFieldProps } from './text-field.tsx'
import { texts } from './texts.ts'
import { VisuallyHidden } from './visually-hidden.tsx'
import './password-field.css'

/** A password that can be looked at before it is sent. `autoComplete` says whether it is the current or a new one. */
export function PasswordField({
  label,
  hidesLabel,
  description,
  error,
  isOptional,
  placeholder = '',
  ref,
  ...field
}: Omit<TextFieldProps, 'type' | 'inputMode'> & { autoComplete: 'current-password' | 'new-password' }) {
  const t = useTexts(texts)
  const [isShown, setShown] = useState(false)
  const Eye = isShown ? HideIcon : ShowIcon
  return (
    <AriaTextField {...field} {...invalidBy(error)} type={isShown ? 'text' : 'password'} className="field">
      <FieldFrame {...{ label, hidesLabel, description, error, isOptional, minLength: field.minLength }}>
        <Group className="password-field">
          <Input
            ref={ref}
            placeholder={placeholder}
            spellCheck={false}
            autoCapitalize="off"
            className="field-control"
          />
          <ToggleButton isSelected={isShown} onChange={setShown} className="password-field-eye">
            <Eye className="icon" aria-hidden />
            <VisuallyHidden>{isShown ? t.hidePassword : t.showPassword}</VisuallyHidden>
          </ToggleButton>
        </Group>
      </FieldFrame>
    </AriaTextField>
  )
}
