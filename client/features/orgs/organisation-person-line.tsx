import { useState } from 'react'
import { RenewWelcomeLink, SetPersonActive, type OrganisationPerson } from '#protocol/orgs'
import type { OutputOf } from '#wire/command'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import {
  CheckIcon,
  ClockIcon,
  GuestIcon,
  LinkIcon,
  LockIcon,
  PeopleIcon,
  PhoneIcon,
  type Icon,
} from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { PersonLine } from '../../ui/person-line.tsx'
import { DeactivateDialog } from './deactivate-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { texts as mergeTexts } from './merge-texts.ts'
import { ResetFactorsDialog } from './reset-factors-dialog.tsx'
import { RoleDialog } from './role-dialog.tsx'
import { ruleTexts } from './sign-in-rule-texts.ts'
import { texts } from './page-texts.ts'
import './orgs.css'

interface OrganisationPersonLineProps {
  organisationId: string
  person: OrganisationPerson
  isMe: boolean
  onChange: () => void
}

const STATE_ICONS: Readonly<Record<OrganisationPerson['state'], Icon>> = {
  invited: ClockIcon,
  active: CheckIcon,
  deactivated: LockIcon,
}

export function OrganisationPersonLine({ organisationId, person, isMe, onChange }: OrganisationPersonLineProps) {
  const t = useTexts(texts)
  const merging = useTexts(mergeTexts)
  const rules = useTexts(ruleTexts)
  const refusalText = useRefusalText()
  const [failure, setFailure] = useState<unknown>()
  const [link, setLink] = useState<OutputOf<typeof RenewWelcomeLink>>()
  const [asked, setAsked] = useState<'role' | 'lock' | 'factors' | 'merge'>()

  async function act(work: () => Promise<void>) {
    setFailure(undefined)
    try {
      await work()
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  async function renew() {
    setLink(await call(RenewWelcomeLink, { personId: person.id }))
  }

  async function unlock() {
    await call(SetPersonActive, { personId: person.id, active: true })
    onChange()
  }

  const items: MenuEntry[] = [
    {
      id: 'link',
      name: person.state === 'invited' ? t.newLink : t.resetPassword,
      description: person.state === 'invited' ? t.newLinkHint : undefined,
      icon: LinkIcon,
      isDisabled: person.state === 'deactivated',
      onSelect: () => void act(renew),
    },
    { id: 'role', name: t.changeRole, icon: PeopleIcon, onSelect: () => setAsked('role') },
    {
      id: 'factors',
      name: rules.lost,
      description: rules.lostHint,
      icon: PhoneIcon,
      isDisabled: person.state !== 'active',
      onSelect: () => setAsked('factors'),
    },
    { id: 'merge', name: merging.open, icon: GuestIcon, onSelect: () => setAsked('merge') },
    person.state === 'deactivated'
      ? { id: 'unlock', name: t.activate, icon: CheckIcon, onSelect: () => void act(unlock) }
      : { id: 'lock', name: t.deactivate, icon: LockIcon, isDangerous: true, onSelect: () => setAsked('lock') },
  ]

  return (
    <>
      <PersonLine
        id={person.id}
        name={person.name}
        picture={person.picture}
        detail={person.email}
        note={isMe ? t.you : undefined}
      >
        <States person={person} />
        {!isMe && <Menu label={t.more(person.name)} kind="quiet" hidesWord items={items} />}
      </PersonLine>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <LinkDialog name={person.name} link={link} onClose={() => setLink(undefined)} />
      <ResetFactorsDialog person={person} isOpen={asked === 'factors'} onClose={() => setAsked(undefined)} />
      {asked === 'role' && <RoleDialog person={person} onClose={() => setAsked(undefined)} onDone={onChange} />}
      {asked === 'merge' && (
        <MergeDialog
          organisationId={organisationId}
          person={person}
          onClose={() => setAsked(undefined)}
          onDone={onChange}
        />
      )}
      {asked === 'lock' && (
        <DeactivateDialog
          organisationId={organisationId}
          person={person}
          onClose={() => setAsked(undefined)}
          onDone={onChange}
        />
      )}
    </>
  )
}

function States({ person }: { person: OrganisationPerson }) {
  const t = useTexts(texts)
  const StateIcon = STATE_ICONS[person.state]
  return (
    <span className="organisation-person-states">
      <span>{t.roles[person.role]}</span>
      <span className={`organisation-person-state organisation-person-state-${person.state}`}>
        <StateIcon className="icon" aria-hidden />
        {t.states[person.state]}
      </span>
    </span>
  )
}
