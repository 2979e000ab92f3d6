import { useRef, useState } from 'react'
import { ListOrganisationPeople, type Organisation, type OrganisationPerson } from '#protocol/orgs'
import type { OutputOf } from '#wire/command'
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
import { Pager, usePages } from './pager.tsx'
import { EVERYBODY, PeopleSearch, type PeopleWanted } from './people-search.tsx'
import { texts } from './page-texts.ts'
import { texts as navTexts } from './texts.ts'
import './orgs.css'

const PEOPLE_PER_PAGE = 50

/** The accounts of an organisation, for whoever administrates it: searched and leafed through, there may be thousands. */
export function OrganisationPeople({ organisation }: { organisation: Organisation }) {
  const t = useTexts(texts)
  const nav = useTexts(navTexts)
  const [wanted, setWanted] = useState<PeopleWanted>(EVERYBODY)
  const pages = usePages(JSON.stringify(wanted))
  const { reading, again } = useRead(ListOrganisationPeople, {
    organisationId: organisation.id,
    ...wanted,
    ...(pages.after === undefined ? {} : { after: pages.after }),
  })
  const [isAdding, setAdding] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const isSearching = wanted !== EVERYBODY
  const isEmpty = reading.state === 'ready' && reading.value.total === 0 && !isSearching
  const add = (
    <Button kind="primary" icon={GuestIcon} onPress={() => setAdding(true)}>
      {t.add}
    </Button>
  )

  return (
    <section aria-labelledby="organisation-people">
      <header className="organisation-people-head">
        <h2 id="organisation-people" ref={heading} tabIndex={-1}>
          {nav.people}
        </h2>
        {reading.state === 'ready' && !isEmpty && add}
      </header>
      {reading.state === 'waiting' && <Skeleton label={t.peopleWaiting} lines={6} />}
      {reading.state === 'failed' && <Failure failure={reading.failure} onAgain={again} />}
      {isEmpty && (
        <EmptyState icon={PeopleIcon} title={t.nobody} action={add}>
          {t.nobodyText}
        </EmptyState>
      )}
      {reading.state === 'ready' && !isEmpty && (
        <>
          <PeopleSearch wanted={wanted} onChange={setWanted} />
          <People
            organisationId={organisation.id}
            page={reading.value}
            onChange={again}
            onShowAll={() => setWanted(EVERYBODY)}
          />
          <Pager
            pages={pages}
            next={reading.value.next}
            count={Math.ceil(reading.value.total / PEOPLE_PER_PAGE)}
            onTurn={() => heading.current?.focus()}
          />
        </>
      )}
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

function Failure({ failure, onAgain }: { failure: unknown; onAgain: () => void }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  // The organisation itself is known, its people are not for the caller.
  if (failure instanceof Refusal && (failure.code === 'forbidden' || failure.code === 'not_found'))
    return <Banner kind="info">{t.ownAffair}</Banner>
  return (
    <Banner kind="error" action={<Button onPress={onAgain}>{t.again}</Button>}>
      {refusalText(failure)}
    </Banner>
  )
}

interface PeopleProps {
  organisationId: string
  page: OutputOf<typeof ListOrganisationPeople>
  onChange: () => void
  onShowAll: () => void
}

function People({ organisationId, page: { people, total }, onChange, onShowAll }: PeopleProps) {
  const t = useTexts(texts)
  const me = useMe()
  const count = t.peopleCount(total)
  return (
    <>
      <p className="organisation-people-count" role="status">
        {count}
      </p>
      {people.length === 0 ? (
        <EmptyState icon={PeopleIcon} title={t.noneFound} action={<Button onPress={onShowAll}>{t.showAll}</Button>}>
          {t.noneFoundText}
        </EmptyState>
      ) : (
        <PlainList label={count}>
          {people.map((person: OrganisationPerson) => (
            <OrganisationPersonLine
              key={person.id}
              organisationId={organisationId}
              person={person}
              isMe={person.id === me?.id}
              onChange={onChange}
            />
          ))}
        </PlainList>
      )}
    </>
  )
}
