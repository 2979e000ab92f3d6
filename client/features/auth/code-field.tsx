import { useTexts } from '../../i18n/texts.ts'
import { TextField } from '../../ui/text-field.tsx'
import { stepTexts } from './step-texts.ts'

/** The six digits an app shows; browsers and phones know what they are. */
export function CodeField({ hasFocus = false }: { hasFocus?: boolean }) {
  const t = useTexts(stepTexts)
  return (
    <TextField
      label={t.code}
      name="code"
      description={t.codeHint}
      isRequired
      autoFocus={hasFocus}
      inputMode="numeric"
      pattern="\s*[0-9]{3}\s*[0-9]{3}\s*"
      autoComplete="one-time-code"
    />
  )
}
