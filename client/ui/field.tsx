import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { useTexts } from '../i18n/texts.ts'
import { ErrorIcon } from './icons.ts'
import { texts } from './texts.ts'
import './field.css'

/** What every field has around its control. */
export interface FieldLook {
  label: string
  /** The label is spoken, not seen; only where the place says the same. */
  hidesLabel?: boolean | undefined
  description?: string | undefined
  /**
   * What is wrong with the value as it stands; empty or absent when nothing is. A form is not sent while a field has one, so
   * derive it from the value; what the server refused goes to `Form`.
   */
  error?: string | undefined
}

interface FieldFrameProps extends FieldLook {
  /** Marks the few that may stay empty, where the others may not. */
  isOptional?: boolean | undefined
  /** In characters; only to say it where too few were written. */
  minLength?: number | undefined
  children: ReactNode
}

/** Label above, description and error below; the error is linked to the control and has an icon. */
export function FieldFrame({
  label,
  hidesLabel,
  description,
  error,
  isOptional,
  minLength,
  children,
}: FieldFrameProps) {
  const t = useTexts(texts)
  return (
    <>
      <Label className={hidesLabel ? 'field-label visually-hidden' : 'field-label'}>
        {label}
        {isOptional && <span className="field-optional"> ({t.optional})</span>}
      </Label>
      {children}
      {description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">
        {({ validationDetails, validationErrors }) => (
          <>
            <ErrorIcon className="icon" aria-hidden />
            <span>{error ?? sentenceFor(validationDetails) ?? validationErrors.join(' ')}</span>
          </>
        )}
      </FieldError>
    </>
  )

  /** The browser's own sentences come in the language of the browser, not in that of the interface. */
  function sentenceFor(details: ValidityState): string | undefined {
    if (details.valueMissing) return t.missing
    if (details.typeMismatch) return t.notAnAddress
    if (details.tooShort && minLength !== undefined) return t.tooShort(minLength)
    if (details.patternMismatch || details.badInput) return t.notFitting
    return undefined
  }
}

/** The validation state for the component library; without an error it decides by itself. */
export function invalidBy(error: string | undefined): { isInvalid?: boolean } {
  return error ? { isInvalid: true } : {}
}
