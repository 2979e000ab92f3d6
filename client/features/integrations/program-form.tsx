import { useState } from 'react'
import { CreateProgram } from '#protocol/integrations'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useProjectRooms } from '../rooms/index.ts'
import { AbilityChoice } from './ability-choice.tsx'
import { DayChoice } from './day-choice.tsx'
import { explainedBy, nothingChosen } from './nothing-chosen.ts'
import { rightsOf } from './right-words.ts'
import { SecretView } from './secret-view.tsx'
import type { ShownOnce } from './shown-once-dialog.tsx'
import { texts } from './texts.ts'

interface ProgramFormProps {
  projectId: string
  show: (shown: ShownOnce) => void
  onCancel: () => void
  onCreated: () => void
}

type Reach = 'project' | 'rooms'
const REACHES: readonly Reach[] = ['project', 'rooms']

export function ProgramForm({ projectId, show, onCancel, onCreated }: ProgramFormProps) {
  const t = useTexts(texts)
  const [reach, setReach] = useState<Reach>('project')

  async function create(fields: FormData) {
    const rights = rightsOf(fields.getAll('ability').map(String))
    if (rights.length === 0) throw nothingChosen('ability')
    const roomIds = reach === 'project' ? null : fields.getAll('room').map(String)
    if (roomIds?.length === 0) throw nothingChosen('room')
    const wanted = { name: fieldText(fields, 'name'), rights, days: Number(fieldText(fields, 'days')), roomIds }
    const { program, secret } = await call(CreateProgram, { projectId, ...wanted })
    onCreated()
    show({
      title: t.secretTitle(program.name),
      content: <SecretView notice={t.secretOnce} label={t.secret} value={secret} use={t.secretUse} />,
    })
  }

  return (
    <Form onSubmit={create} explain={explainedBy({ ability: t.chooseOne, room: t.chooseRoom })}>
      <TextField
        label={t.name}
        name="name"
        description={t.programNameHint}
        isRequired
        autoFocus
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      <RadioGroup
        label={t.reach}
        options={REACHES.map((id) => ({ id, name: t.reaches[id], description: t.reachHints[id] }))}
        value={reach}
        onChange={setReach}
      />
      {reach === 'rooms' && <RoomChoice projectId={projectId} />}
      <AbilityChoice />
      <DayChoice />
      <div className="form-actions">
        <SubmitButton>{t.letIn}</SubmitButton>
        <Button onPress={onCancel}>{t.cancel}</Button>
      </div>
    </Form>
  )
}

/** Of the project's rooms those that one manages; called `room` in the form. */
function RoomChoice({ projectId }: { projectId: string }) {
  const t = useTexts(texts)
  const rooms = useProjectRooms(projectId).rooms.filter(({ room, rights }) => rights.manage && !room.archived)
  return (
    <fieldset className="choice-group">
      <legend>{t.rooms}</legend>
      {rooms.length === 0 && <p>{t.noRooms}</p>}
      {rooms.map(({ room }) => (
        <Checkbox key={room.id} name="room" value={room.id}>
          {room.name}
        </Checkbox>
      ))}
    </fieldset>
  )
}
