import { useState } from 'react'
import { AdmitInvited, DeclineInvitation, type OrganisationInvitation } from '#protocol/invitations'
import { formatDay } from '../../i18n/format.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CheckIcon, ClockIcon, CloseIcon, PeopleIcon, type Icon } from '../../ui/icons.ts'
import { PersonLine } from '../../ui/person-line.tsx'
import { texts } from './organisation-texts.ts'

const ICONS: Readonly<Record<OrganisationInvitation['state'], Icon>> = {
  hasAccount: PeopleIcon,
  admitted: CheckIcon,
  waiting: ClockIcon,
}

interface OrganisationInvitationLineProps {
  invitation: OrganisationInvitation
  organisationId: string
  onChange: () => void
}

export function OrganisationInvitationLine({ invitation, organisationId, onChange }: OrganisationInvitationLineProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [failure, setFailure] = useState<unknown>()
  const [isDeclining, setDeclining] = useState(false)
  const { id, email, name, project, invitedBy, state, expiresAt } = invitation
  const { organisation } = invitedBy
  const inviter = organisation === null ? invitedBy.name : t.inviter(invitedBy.name, organisation)
  const Shape = ICONS[state]

  async function admit() {
    setFailure(undefined)
    try {
      await call(AdmitInvited, { organisationId, invitationId: id })
      onChange()
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  async function decline() {
    await call(DeclineInvitation, { organisationId, invitationId: id })
    onChange()
  }

  return (
    <>
      <PersonLine
        id={id}
        name={name ?? email}
        detail={[...(name === null ? [] : [email]), t.about(project, inviter)].join(' · ')}
        state={<span className="invitation-until">{t.until(formatDay(expiresAt))}</span>}
      >
        <span className="invitation-state" data-state={state}>
          <Shape className="icon" aria-hidden />
          {t.states[state]}
        </span>
        {state === 'waiting' && (
          <Button size="small" icon={CheckIcon} aria-label={t.admitOf(email)} onPress={() => void admit()}>
            {t.admit}
          </Button>
        )}
        <Button
          size="small"
          kind="quiet"
          icon={CloseIcon}
          aria-label={t.declineOf(email)}
          onPress={() => setDeclining(true)}
        >
          {t.decline}
        </Button>
      </PersonLine>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <ConfirmDialog
        title={t.declineTitle}
        isOpen={isDeclining}
        onClose={() => setDeclining(false)}
        onConfirm={decline}
        confirm={t.decline}
        isDangerous
      >
        <p>{t.declineText(email)}</p>
      </ConfirmDialog>
    </>
  )
}
