import { useState } from 'react'
import { ListProjectPeople } from '#protocol/projects'
import { AddRoomPerson, type Room } from '#protocol/rooms'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Form } from '../../ui/form.tsx'
import { GuestIcon } from '../../ui/icons.ts'
import { Select } from '../../ui/select.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { texts } from './texts.ts'

interface AddRoomPersonFormProps {
  room: Room
  /** Who is on the list already. */
  people: ReadonlySet<string>
  onAdded: () => void
}

/** Puts somebody of the project on the list of a closed room, or shares an open one with an external. */
export function AddRoomPersonForm({ room, people, onAdded }: AddRoomPersonFormProps) {
  const t = useTexts(texts)
  const { reading } = useRead(ListProjectPeople, { projectId: room.projectId })
  const [chosen, setChosen] = useState<string | null>(null)
  if (reading.state !== 'ready') return null
  const isOpen = room.visibility === 'open'
  const others = reading.value.filter(({ id, role }) => !people.has(id) && (!isOpen || role === 'external'))
  if (others.length === 0) return isOpen ? null : <p className="room-people-hint">{t.addPersonNobody}</p>

  async function add() {
    if (chosen === null) return
    await call(AddRoomPerson, { roomId: room.id, personId: chosen })
    setChosen(null)
    onAdded()
  }

  return (
    <Form onSubmit={add}>
      <Select
        label={isOpen ? t.addExternalFrom : t.addPersonFrom}
        value={chosen}
        onChange={setChosen}
        options={others.map(({ id, name, organisation, program }) => ({
          id,
          name,
          description: program ? t.program : (organisation ?? t.withoutOrganisation),
        }))}
      />
      <SubmitButton kind="plain" icon={GuestIcon} isDisabled={chosen === null}>
        {t.addPerson}
      </SubmitButton>
    </Form>
  )
}
