import { useState } from 'react'
import { ResendInvitation, RevokeInvitation, type Invitation } from '#protocol/invitations'
import { formatDay } from '../../i18n/format.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DeleteIcon, RefreshIcon } from '../../ui/icons.ts'
import { Menu } from '../../ui/menu.tsx'
import { PersonLine } from '../../ui/person-line.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { InvitationState } from './invitation-state.tsx'
import { LinkToHand } from './link-to-hand.tsx'
import { texts } from './texts.ts'

interface InvitationLineProps {
  invitation: Invitation
  sendsMail: boolean
  onChange: () => void
}

/** Somebody who is invited, and what can still be done about it. */
export function InvitationLine({ invitation, sendsMail, onChange }: InvitationLineProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [failure, setFailure] = useState<unknown>()
  const [link, setLink] = useState<string | null>(null)
  const [isRevoking, setRevoking] = useState(false)
  const { id, email, name, role, room, invitedBy } = invitation

  async function resend() {
    setFailure(undefined)
    try {
      const made = await call(ResendInvitation, { invitationId: id })
      setLink(made.link)
      if (made.link === null) showToast(t.resent(email))
      onChange()
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  async function revoke() {
    await call(RevokeInvitation, { invitationId: id })
    showToast(t.revoked)
    onChange()
  }

  const about = [t.roles[role], ...(room ? [t.intoRoom(room.name)] : []), t.by(invitedBy.name)]
  return (
    <>
      <PersonLine
        id={id}
        name={name ?? email}
        detail={[...(name === null ? [] : [email]), ...about].join(' · ')}
        state={<span className="invitation-until">{t.until(formatDay(invitation.expiresAt))}</span>}
      >
        <InvitationState invitation={invitation} />
        <Menu
          label={t.actions(email)}
          kind="quiet"
          hidesWord
          items={[
            {
              id: 'resend',
              name: sendsMail ? t.resend : t.newLink,
              description: t.resendHint,
              icon: RefreshIcon,
              onSelect: () => void resend(),
            },
            { id: 'revoke', name: t.revoke, icon: DeleteIcon, isDangerous: true, onSelect: () => setRevoking(true) },
          ]}
        />
      </PersonLine>
      {!invitation.stands && <Banner kind="warning">{t.restingHint(invitedBy.name)}</Banner>}
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <Dialog
        title={t.linkFor(name ?? email)}
        isOpen={link !== null}
        onClose={() => setLink(null)}
        actions={
          <Button kind="primary" onPress={() => setLink(null)}>
            {t.done}
          </Button>
        }
      >
        {link !== null && <LinkToHand email={email} link={link} />}
      </Dialog>
      <ConfirmDialog
        title={t.revokeTitle}
        isOpen={isRevoking}
        onClose={() => setRevoking(false)}
        onConfirm={revoke}
        confirm={t.revoke}
        isDangerous
      >
        <p>{t.revokeText(email)}</p>
      </ConfirmDialog>
    </>
  )
}
