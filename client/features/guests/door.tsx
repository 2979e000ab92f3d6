import { GUESTS } from '#protocol/guests'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { DoorIcon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './texts.ts'
import { knock } from './visit.ts'

/** Before anything is asked: whose meeting it is and what is kept. Then a name. */
export function Door({ organisation }: { organisation: string }) {
  const t = useTexts(texts)
  const { points } = t

  function explain(failure: unknown): string | undefined {
    if (!(failure instanceof Refusal)) return undefined
    if (failure.code === 'invalid') return t.nameWrong(GUESTS.nameLength)
    return failure.code === 'too_many' ? t.full : undefined
  }

  return (
    <Page title={t.title}>
      <p>{t.lead(organisation)}</p>
      <section className="guest-notice" aria-labelledby="guest-notice">
        <h2 id="guest-notice">{t.notice}</h2>
        <ul>
          <li>{points.responsible(organisation)}</li>
          <li>{points.name}</li>
          <li>{points.seen}</li>
          <li>{points.media}</li>
          <li>{points.place}</li>
          <li>{points.cookie}</li>
          <li>{points.deleted(GUESTS.keptMinutes)}</li>
          <li>{points.log}</li>
        </ul>
      </section>
      <Form onSubmit={(fields) => knock(rawFieldText(fields, 'name'))} explain={explain}>
        <TextField
          label={t.name}
          name="name"
          description={t.nameHint}
          isRequired
          maxLength={GUESTS.nameLength}
          autoComplete="name"
        />
        <SubmitButton icon={DoorIcon} isWide>
          {t.knock}
        </SubmitButton>
      </Form>
    </Page>
  )
}
