import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Form } from '../../ui/form.tsx'
import { SignOutIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { signOut, useMe } from '../auth/index.ts'
import { texts } from './invited-texts.ts'

/** Another person is signed in in this browser than the one who is invited. */
export function SomeoneElse({ invited }: { invited: string }) {
  const t = useTexts(texts)
  const me = useMe()
  return (
    <Form onSubmit={signOut}>
      <Banner kind="warning">{t.someoneElse(me?.name ?? '', me?.email ?? '', invited)}</Banner>
      <div className="form-actions">
        <SubmitButton icon={SignOutIcon}>{t.signOut}</SubmitButton>
        <LinkButton to="/">{t.stay}</LinkButton>
      </div>
    </Form>
  )
}
