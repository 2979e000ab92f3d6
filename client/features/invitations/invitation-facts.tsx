import type { OpenedInvitation } from '#protocol/invitations'
import { useTexts } from '../../i18n/texts.ts'
import { texts } from './invited-texts.ts'
import './invitations.css'

/** Who invites, to what. */
export function InvitationFacts({ invitation: { inviter, project, room, email } }: { invitation: OpenedInvitation }) {
  const t = useTexts(texts)
  return (
    <dl className="invitation-facts">
      <dt>{t.from}</dt>
      <dd>{inviter.organisation === null ? inviter.name : t.fromWith(inviter.name, inviter.organisation)}</dd>
      <dt>{t.project}</dt>
      <dd>{project}</dd>
      {room !== null && (
        <>
          <dt>{t.room}</dt>
          <dd>{room}</dd>
        </>
      )}
      <dt>{t.address}</dt>
      <dd>{email}</dd>
    </dl>
  )
}
