import { useState } from 'react'
import { INVITATIONS_PER_PAGE } from '#protocol/invitations'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { GuestIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { InvitationLine } from './invitation-line.tsx'
import { invitePath } from './paths.ts'
import { texts } from './texts.ts'
import { useProjectInvitations } from './use-project-invitations.ts'
import './invitations.css'

/** On the page of a project, for its leads: who is invited and has not come yet. */
export default function ProjectInvitations({ projectId, mayManage }: { projectId: string; mayManage: boolean }) {
  return mayManage ? <OpenInvitations projectId={projectId} /> : null
}

function OpenInvitations({ projectId }: { projectId: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [before, setBefore] = useState<string>()
  const { reading, again } = useProjectInvitations(projectId, before)
  const listed = reading.state === 'ready' ? reading.value : undefined
  const last = listed && listed.invitations.length === INVITATIONS_PER_PAGE ? listed.invitations.at(-1) : undefined
  return (
    <section aria-labelledby="project-invitations">
      <header className="section-head">
        <h2 id="project-invitations">{t.invitations}</h2>
        <LinkButton icon={GuestIcon} to={invitePath(projectId)}>
          {t.invite}
        </LinkButton>
      </header>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={2} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {listed?.total === 0 && <p className="invitations-none">{t.none}</p>}
      {listed && listed.invitations.length > 0 && (
        <PlainList label={t.open(listed.total)}>
          {listed.invitations.map((invitation) => (
            <InvitationLine key={invitation.id} invitation={invitation} sendsMail={listed.sendsMail} onChange={again} />
          ))}
        </PlainList>
      )}
      <div className="form-actions">
        {last && <Button onPress={() => setBefore(last.id)}>{t.more}</Button>}
        {before !== undefined && <Button onPress={() => setBefore(undefined)}>{t.newest}</Button>}
      </div>
    </section>
  )
}
