import { useRef } from 'react'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { useTexts } from '../i18n/texts.ts'
import { Button } from './button.tsx'
import { FieldFrame } from './field.tsx'
import { CheckIcon, CopyIcon } from './icons.ts'
import { texts } from './texts.ts'
import { useCopy } from './use-copy.ts'
import './copy-field.css'

interface CopyFieldProps {
  label: string
  value: string
  description?: string
}

/** Something to take along: a link, a one-time password. The button confirms for a moment that it was copied. */
export function CopyField({ label, value, description }: CopyFieldProps) {
  const t = useTexts(texts)
  const field = useRef<HTMLInputElement>(null)
  const { outcome, copy } = useCopy(value, () => field.current?.select())

  return (
    <AriaTextField value={value} isReadOnly className="field">
      <FieldFrame label={label} description={outcome === 'refused' ? t.copyByHand : description}>
        <Group className="copy-field">
          <Input ref={field} className="field-control" onFocus={(event) => event.currentTarget.select()} />
          <Button icon={outcome === 'copied' ? CheckIcon : CopyIcon} onPress={() => void copy()}>
            {outcome === 'copied' ? t.copied : t.copy}
          </Button>
        </Group>
      </FieldFrame>
    </AriaTextField>
  )
}
