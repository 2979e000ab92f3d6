import { useState } from 'react'
import { AnswerOffer, LeaveAsOrganisation, OfferProject, type OrganisationProject } from '#protocol/projects'
import { Refusal } from '#wire/refusal'
import { formatList } from '../../i18n/format.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { BuildingIcon, CheckIcon, ClockIcon, PeopleIcon, SendIcon, SignOutIcon } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { HandOverDialog } from './hand-over-dialog.tsx'
import { OfferDialog } from './offer-dialog.tsx'
import { texts } from './organisation-projects-texts.ts'

interface OrganisationProjectLineProps {
  organisationId: string
  project: OrganisationProject
  onChange: () => void
}

type Asked = 'handOver' | 'offer' | 'leave' | 'accept'

export function OrganisationProjectLine({ organisationId, project, onChange }: OrganisationProjectLineProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [asked, setAsked] = useState<Asked>()
  const [failure, setFailure] = useState<unknown>()
  const { id: projectId, name, organisations, leads, ownPeople, offeredTo } = project
  const which = { organisationId, projectId }
  const [owner] = organisations
  const isOwner = owner?.id === organisationId
  const others = organisations.filter(({ id }) => id !== organisationId && id !== owner?.id)
  const close = () => setAsked(undefined)

  async function act(work: () => Promise<unknown>) {
    setFailure(undefined)
    try {
      await work()
      onChange()
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  const items: MenuEntry[] = []
  if (leads.length > 0)
    items.push({ id: 'handOver', name: t.handOver, icon: PeopleIcon, onSelect: () => setAsked('handOver') })
  if (isOwner && offeredTo === null)
    items.push({ id: 'offer', name: t.offer, icon: SendIcon, onSelect: () => setAsked('offer') })
  if (isOwner && offeredTo !== null)
    items.push({
      id: 'withdraw',
      name: t.withdraw,
      icon: ClockIcon,
      onSelect: () => void act(() => call(OfferProject, { ...which, toOrganisationId: null })),
    })
  if (!isOwner)
    items.push({
      id: 'leave',
      name: t.leave,
      icon: SignOutIcon,
      isDangerous: true,
      onSelect: () => setAsked('leave'),
    })
  const offeredName = organisations.find(({ id }) => id === offeredTo)?.name

  return (
    <div className="organisation-project">
      <div className="organisation-project-head">
        <h3>{name}</h3>
        {items.length > 0 && <Menu label={t.more(name)} kind="quiet" hidesWord items={items} />}
      </div>
      <p className="organisation-project-owner">
        <BuildingIcon className="icon" aria-hidden />
        {isOwner ? t.owned : t.ownedBy(owner?.name ?? '')}
        {isOwner && offeredName !== undefined && <span> · {t.offered(offeredName)}</span>}
      </p>
      <p className="organisation-project-detail">
        {others.length > 0 ? t.with(formatList(others.map((other) => other.name))) : t.alone}
      </p>
      <p className="organisation-project-detail">
        {leads.length > 0 ? t.leads(formatList(leads.map((lead) => lead.name))) : t.noLead}
        {' · '}
        {t.people(ownPeople)}
      </p>
      {offeredTo === organisationId && (
        <Banner
          kind="info"
          isSilent
          action={
            <>
              <Button kind="primary" icon={CheckIcon} onPress={() => setAsked('accept')}>
                {t.accept}
              </Button>
              <Button onPress={() => void act(() => call(AnswerOffer, { ...which, accept: false }))}>
                {t.decline}
              </Button>
            </>
          }
        >
          {t.offeredToUs(owner?.name ?? '')}
        </Banner>
      )}
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      {asked === 'handOver' && <HandOverDialog {...which} project={project} onClose={close} onDone={onChange} />}
      {asked === 'offer' && <OfferDialog {...which} project={project} onClose={close} onDone={onChange} />}
      <ConfirmDialog
        title={t.leaveTitle(name)}
        isOpen={asked === 'leave'}
        onClose={close}
        onConfirm={async () => {
          await call(LeaveAsOrganisation, which)
          onChange()
        }}
        confirm={t.leaveDo}
        isDangerous
        explain={(thrown) => (thrown instanceof Refusal && thrown.code === 'conflict' ? t.noLeadLeft : undefined)}
      >
        <p>{t.leaveText(ownPeople)}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t.acceptTitle(name)}
        isOpen={asked === 'accept'}
        onClose={close}
        onConfirm={async () => {
          await call(AnswerOffer, { ...which, accept: true })
          onChange()
        }}
        confirm={t.accept}
        explain={(thrown) => (thrown instanceof Refusal && thrown.code === 'gone' ? t.changed : undefined)}
      >
        <p>{t.acceptText}</p>
      </ConfirmDialog>
    </div>
  )
}
