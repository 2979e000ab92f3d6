import { useEffect, useRef, useState } from 'react'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { useTexts } from '../i18n/texts.ts'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'
import { FieldFrame } from './field.tsx'
import { CheckIcon, CopyIcon } from './icons.ts'
import { texts } from './texts.ts'
import './copy-field.css'

const CONFIRMATION_MS = 4_000

interface CopyFieldProps {
  label: string
  value: string
  description?: string
}

/** Something to take along: a link, a one-time password. The button confirms for a moment that it was copied. */
export function CopyField({ label, value, description }: CopyFieldProps) {
  const t = useTexts(texts)
  const field = useRef<HTMLInputElement>(null)
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()

  useEffect(() => {
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome(undefined), CONFIRMATION_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setOutcome('copied')
      announce(t.copied)
    } catch {
      // Without a secure connection, or forbidden by the town's policy: copying by hand is still possible.
      field.current?.select()
      setOutcome('refused')
    }
  }

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
