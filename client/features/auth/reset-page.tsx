import type { PageProps } from '../../shell/feature.ts'
import { ForgottenPasswordPage } from './forgotten-password-page.tsx'
import { NewPasswordPage } from './new-password-page.tsx'

/** The way back of whoever forgot their password: asking for a link, and where it leads. */
export default function ResetPage({ params: { token } }: PageProps) {
  return token === undefined ? <ForgottenPasswordPage /> : <NewPasswordPage token={token} />
}
