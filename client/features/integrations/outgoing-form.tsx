import type { CreateOutgoingHook, HookEvent } from '#protocol/integrations'
import type { InputOf, OutputOf } from '#wire/command'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { explainedBy, nothingChosen } from './nothing-chosen.ts'
import { SecretView } from './secret-view.tsx'
import type { ShownOnce } from './shown-once-dialog.tsx'
import { texts } from './texts.ts'

type Wanted = Omit<InputOf<typeof CreateOutgoingHook>, 'roomId'>

interface OutgoingFormProps {
  create: (wanted: Wanted) => Promise<OutputOf<typeof CreateOutgoingHook>>
  show: (shown: ShownOnce) => void
  onCancel: () => void
  onCreated: () => void
}

const EVENTS: readonly HookEvent[] = [
  'message.posted',
  'message.edited',
  'message.deleted',
  'room.changed',
  'room.peopleChanged',
]
/** What is ticked at first: whoever keeps copies must hear of what was changed and deleted. */
const USUAL = new Set<HookEvent>(['message.posted', 'message.edited', 'message.deleted'])

export function OutgoingForm({ create, show, onCancel, onCreated }: OutgoingFormProps) {
  const t = useTexts(texts)

  async function submit(fields: FormData) {
    const events = EVENTS.filter((event) => fields.getAll('event').includes(event))
    if (events.length === 0) throw nothingChosen('event')
    const { hook, secret } = await create({
      name: fieldText(fields, 'name'),
      url: fieldText(fields, 'url'),
      events,
      withText: fields.has('withText'),
    })
    onCreated()
    show({
      title: t.signTitle(hook.name),
      content: <SecretView notice={t.signOnce} label={t.secret} value={secret} use={t.signUse} />,
    })
  }

  return (
    <Form onSubmit={submit} explain={explainedBy({ event: t.chooseEvent, url: t.targetRefused })}>
      <TextField
        label={t.name}
        name="name"
        description={t.programNameHint}
        isRequired
        autoFocus
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      <TextField
        label={t.target}
        name="url"
        type="url"
        description={t.targetHint}
        isRequired
        maxLength={2_000}
        autoComplete="off"
      />
      <fieldset className="choice-group">
        <legend>{t.events}</legend>
        {EVENTS.map((event) => (
          <Checkbox key={event} name="event" value={event} defaultSelected={USUAL.has(event)}>
            {t.eventNames[event]}
          </Checkbox>
        ))}
      </fieldset>
      <Checkbox name="withText" value="yes" description={t.withTextHint}>
        {t.withText}
      </Checkbox>
      <div className="form-actions">
        <SubmitButton>{t.createOutgoing}</SubmitButton>
        <Button onPress={onCancel}>{t.cancel}</Button>
      </div>
    </Form>
  )
}
