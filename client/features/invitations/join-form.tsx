import { useLocation } from 'wouter'
import { JoinByInvitation } from '#protocol/invitations'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Form } from '../../ui/form.tsx'
import { DoorIcon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { useMe } from '../auth/index.ts'
import { texts } from './invited-texts.ts'
import { placePath } from './paths.ts'

/** Comes in with the account that is signed in. */
export function JoinForm({ token }: { token: string }) {
  const t = useTexts(texts)
  const me = useMe()
  const [, navigate] = useLocation()
  return (
    <Form onSubmit={async () => navigate(placePath(await call(JoinByInvitation, { token })), { replace: true })}>
      <p>{t.signedIn(me?.name ?? '')}</p>
      <SubmitButton icon={DoorIcon} isWide>
        {t.join}
      </SubmitButton>
    </Form>
  )
}
