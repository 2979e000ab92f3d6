import { ReadJoining } from '#protocol/invitations'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { texts } from './invited-texts.ts'
import './invitations.css'

/** On the sign-in page, where an organisation lets its people make their accounts themselves. */
export default function JoinHint() {
  const t = useTexts(texts)
  const { reading } = useRead(ReadJoining, {})
  if (reading.state !== 'ready' || !reading.value.isPossible) return null
  return (
    <p className="invitations-lead">
      {t.noAccount} <TextLink to="/join">{t.joinTitle}</TextLink>
    </p>
  )
}
