import { useEffect, useRef } from 'react'
import type { PreviewLine } from '#protocol/invitations'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { CheckIcon, ErrorIcon, InfoIcon, SendIcon, type Icon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { texts } from './texts.ts'

const ICONS: Readonly<Record<PreviewLine['outcome'], Icon>> = {
  invite: CheckIcon,
  alreadyInProject: InfoIcon,
  alreadyInvited: InfoIcon,
  duplicate: InfoIcon,
  invalid: ErrorIcon,
}

interface InvitePreviewProps {
  lines: readonly PreviewLine[]
  onInvite: () => Promise<void>
  onBack: () => void
}

/** What will become of each line, before anything is sent. */
export function InvitePreview({ lines, onInvite, onBack }: InvitePreviewProps) {
  const t = useTexts(texts)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const invited = lines.filter(({ outcome }) => outcome === 'invite').length
  return (
    <div className="invite-panel">
      <h2 ref={heading} tabIndex={-1}>
        {t.previewTitle}
      </h2>
      {invited === 0 ? <Banner kind="warning">{t.nobody}</Banner> : <p>{t.counts(invited, lines.length - invited)}</p>}
      <PlainList label={t.previewTitle}>
        {lines.map((line) => (
          <Line key={line.at} line={line} />
        ))}
      </PlainList>
      <Form onSubmit={onInvite}>
        <div className="form-actions">
          {invited > 0 && <SubmitButton icon={SendIcon}>{t.inviteAll(invited)}</SubmitButton>}
          <Button onPress={onBack}>{t.change}</Button>
        </div>
      </Form>
    </div>
  )
}

function Line({ line: { source, email, name, outcome } }: { line: PreviewLine }) {
  const t = useTexts(texts)
  const Shape = ICONS[outcome]
  return (
    <div className="invite-preview-line">
      <span className="invite-preview-who">
        {email === null ? source : (name ?? email)}
        {email !== null && name !== null && <span className="invite-preview-address"> {email}</span>}
      </span>
      <span className="invitation-state" data-state={outcome}>
        <Shape className="icon" aria-hidden />
        {t.outcomes[outcome]}
      </span>
    </div>
  )
}
