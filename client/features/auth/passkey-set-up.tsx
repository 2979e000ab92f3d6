import type { PasskeyOptions, PasskeyRegistration } from '#protocol/auth'
import type { Static } from 'typebox'
import { useTexts } from '../../i18n/texts.ts'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { PasskeyIcon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { makePasskey } from './passkey.ts'
import { stepTexts } from './step-texts.ts'
import { useExplainStep } from './use-explain-step.ts'

interface PasskeySetUpProps {
  begin: () => Promise<Static<typeof PasskeyOptions> | undefined>
  finish: (passkey: { name: string; registration: PasskeyRegistration }) => Promise<void>
}

/** A name, then whatever the browser asks. */
export function PasskeySetUp({ begin, finish }: PasskeySetUpProps) {
  const t = useTexts(stepTexts)
  const explain = useExplainStep()

  async function make(fields: FormData) {
    const options = await begin()
    if (options) await finish({ name: fieldText(fields, 'name'), registration: await makePasskey(options) })
  }

  return (
    <Form onSubmit={make} explain={explain}>
      <p>{t.passkeyStays}</p>
      <TextField
        label={t.passkeyName}
        name="name"
        description={t.passkeyNameHint}
        isRequired
        maxLength={60}
        autoComplete="off"
      />
      <SubmitButton icon={PasskeyIcon}>{t.makePasskey}</SubmitButton>
    </Form>
  )
}
