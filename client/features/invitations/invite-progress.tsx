import type { Invite } from '#protocol/invitations'
import type { OutputOf } from '#wire/command'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { projectPath, useProject } from '../projects/index.ts'
import { downloadLinks } from './download-links.ts'
import { texts } from './texts.ts'
import { useProjectInvitations } from './use-project-invitations.ts'

interface InviteProgressProps {
  projectId: string
  result: OutputOf<typeof Invite>
}

/** The mails go out by themselves; without a mail server the links are taken along here. */
export function InviteProgress({ projectId, result }: InviteProgressProps) {
  const t = useTexts(texts)
  const project = useProject(projectId)
  const { reading } = useProjectInvitations(projectId)
  const { invited, links } = result
  // Until the list has been read again all of them are still to go out.
  const waiting = reading.state === 'ready' ? reading.value.waiting : invited
  const sent = Math.max(0, invited - waiting)
  return (
    <div className="invite-panel">
      {links.length > 0 ? (
        <Banner
          kind="info"
          title={t.linksReady(links.length)}
          action={
            <Button kind="primary" icon={CopyIcon} onPress={() => downloadLinks(links, t.downloadName)}>
              {t.download}
            </Button>
          }
        >
          {t.linksText}
        </Banner>
      ) : waiting > 0 ? (
        <>
          <ProgressBar label={t.sending(sent, invited)} value={sent / invited} />
          <p>{t.keepsSending}</p>
        </>
      ) : (
        <Banner kind="success" title={t.allSent(invited)}>
          {t.allSentText}
        </Banner>
      )}
      <div className="form-actions">
        <LinkButton to={projectPath(projectId)}>{t.toProject(project?.name ?? '')}</LinkButton>
      </div>
    </div>
  )
}
