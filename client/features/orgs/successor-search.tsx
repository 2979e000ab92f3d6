import { useDeferredValue, useState } from 'react'
import { ListOrganisationPeople, type OrganisationPerson } from '#protocol/orgs'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './page-texts.ts'

/** As many as one takes in at a glance. */
const MOST_SHOWN = 6

interface SuccessorSearchProps {
  organisationId: string
  label: string
  hint: string
  not: string
  chosen: string | undefined
  onChoose: (personId: string) => void
}

/** A colleague among thousands, for what nobody else has a part in. */
export function SuccessorSearch({ organisationId, label, hint, not, chosen, onChoose }: SuccessorSearchProps) {
  const t = useTexts(texts)
  const [text, setText] = useState('')
  const search = useDeferredValue(text)
  const { reading } = useRead(ListOrganisationPeople, { organisationId, search, state: 'active' })
  const [picked, setPicked] = useState<OrganisationPerson>()
  const found = reading.state === 'ready' ? reading.value.people : []
  // Whoever was chosen stays in sight, whatever is searched for after that.
  const first = picked && picked.id === chosen ? [picked] : []
  const people = [...first, ...found.filter(({ id }) => id !== not && id !== first[0]?.id)].slice(0, MOST_SHOWN)

  function choose(id: string) {
    setPicked(people.find((person) => person.id === id))
    onChoose(id)
  }
  return (
    <fieldset className="successor-search">
      <legend>{label}</legend>
      <p className="organisations-lead">{hint}</p>
      <TextField
        label={t.findSuccessor}
        type="search"
        value={text}
        onChange={setText}
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      {people.length === 0 ? (
        <p role="status">{reading.state === 'ready' ? t.noneFound : t.peopleWaiting}</p>
      ) : (
        <RadioGroup
          label={label}
          hidesLabel
          options={people.map(({ id, name, email }) => ({ id, name, description: email }))}
          value={chosen ?? null}
          onChange={choose}
        />
      )}
    </fieldset>
  )
}
