import { useLocation } from 'wouter'
import { RemoveProjectPerson, type Project } from '#protocol/projects'
import { failureCode } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { texts } from './texts.ts'

interface LeaveProjectDialogProps {
  project: Project
  /** Whoever leaves: oneself. */
  personId: string
  isOpen: boolean
  onClose: () => void
}

export function LeaveProjectDialog({ project, personId, isOpen, onClose }: LeaveProjectDialogProps) {
  const t = useTexts(texts)
  const [, navigate] = useLocation()

  async function leave() {
    await call(RemoveProjectPerson, { projectId: project.id, personId })
    navigate('/')
  }

  return (
    <ConfirmDialog
      title={t.leave}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={leave}
      explain={(failure) => (failureCode(failure) === 'conflict' ? t.lastLead : undefined)}
      confirm={t.leave}
      isDangerous
    >
      <p>{t.leaveText}</p>
    </ConfirmDialog>
  )
}
