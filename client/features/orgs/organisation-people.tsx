import { useState } from 'react'
import { ListOrganisationPeople, type Organisation, type OrganisationPerson } from '#protocol/orgs'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { GuestIcon, PeopleIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMe } from '../auth/index.ts'
import { AddPersonDialog } from './add-person-dialog.tsx'
import { OrganisationPersonLine } from './organisation-person-line.tsx'
import { texts } from './texts.ts'
import './orgs.css'

/** The accounts of an organisation, for whoever administrates it. */
export function OrganisationPeople({ organisation }: { organisation: Organisation }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ListOrganisationPeople, { organisationId: organisation.id })
  const [isAdding, setAdding] = useState(false)
  const isEmpty = reading.state === 'ready' && reading.value.total === 0
  const add = (
    <Button kind="primary" icon={GuestIcon} onPress={() => setAdding(true)}>
      {t.add}
    </Button>
  )

  return (
    <section aria-labelledby="organisation-people">
      <header className="organisation-people-head">
        <h2 id="organisation-people">{t.people}</h2>
        {reading.state === 'ready' && !isEmpty && add}
      </header>
      {reading.state === 'waiting' && <Skeleton label={t.peopleWaiting} lines={4} />}
      {reading.state === 'failed' &&
        (isOwnAffair(reading.failure) ? (
          <Banner kind="info">{t.ownAffair}</Banner>
        ) : (
          <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
            {refusalText(reading.failure)}
          </Banner>
        ))}
      {isEmpty && (
        <EmptyState icon={PeopleIcon} title={t.nobody} action={add}>
          {t.nobodyText}
        </EmptyState>
      )}
      {reading.state === 'ready' && !isEmpty && <People people={reading.value.people} onChange={again} />}
      <AddPersonDialog
        organisationId={organisation.id}
        firstRole={isEmpty ? 'admin' : 'member'}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onAdded={again}
      />
    </section>
  )
}

function People({ people, onChange }: { people: readonly OrganisationPerson[]; onChange: () => void }) {
  const t = useTexts(texts)
  const me = useMe()
  return (
    <PlainList label={t.peopleCount(people.length)}>
      {people.map((person) => (
        <OrganisationPersonLine key={person.id} person={person} isMe={person.id === me?.id} onChange={onChange} />
      ))}
    </PlainList>
  )
}

/** The organisation itself is known, its people are not for the caller. */
function isOwnAffair(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'not_found'
}
