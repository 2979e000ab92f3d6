import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { ReadWelcomeLink } from '#protocol/auth'
import type { OutputOf } from '#wire/command'
import { LIMITS } from '#wire/limits'
import { useNewPasswordRefusal } from '../../i18n/password-refusals.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { fieldText, rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DataNotes } from './data-notes.tsx'
import { openAccount } from './session.ts'
import { texts } from './texts.ts'
import './auth.css'

type Invited = OutputOf<typeof ReadWelcomeLink>
type LinkState = { state: 'waiting' } | { state: 'valid'; invited: Invited } | { state: 'refused'; failure: unknown }

/** Where a personal welcome link leads: one decision, the own password. */
export default function WelcomePage({ params }: PageProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const token = params['token'] ?? ''
  const link = useLink(token)
  switch (link.state) {
    case 'waiting':
      return <Spinner label={t.linkWaiting} isCentred />
    case 'refused':
      return (
        <Page title={isOver(link.failure) ? t.linkGone : t.welcome}>
          <Banner kind="warning">{isOver(link.failure) ? t.linkGoneText : refusalText(link.failure)}</Banner>
          <p>
            <LinkButton to="/sign-in">{t.toSignIn}</LinkButton>
          </p>
        </Page>
      )
    case 'valid':
      return <Welcome token={token} invited={link.invited} />
    default:
      return link satisfies never
  }
}

function Welcome({ token, invited }: { token: string; invited: Invited }) {
  const t = useTexts(texts)
  const [, navigate] = useLocation()
  const explain = useNewPasswordRefusal()

  async function begin(fields: FormData) {
    const step = await openAccount({
      token,
      name: fieldText(fields, 'name'),
      password: rawFieldText(fields, 'password'),
    })
    navigate(step ? '/sign-in' : '/', { replace: true })
  }

  return (
    <Page title={t.welcome}>
      <p>{t.welcomeLead}</p>
      <p className="auth-account">{t.yourAccount(invited.email)}</p>
      <Form onSubmit={begin} explain={explain}>
        <TextField
          label={t.name}
          name="name"
          description={t.nameHint}
          defaultValue={invited.name}
          isRequired
          maxLength={LIMITS.nameLength}
          autoComplete="name"
        />
        <PasswordField
          label={t.newPassword}
          name="password"
          description={t.passwordHint(LIMITS.passwordMinLength)}
          isRequired
          minLength={LIMITS.passwordMinLength}
          maxLength={LIMITS.passwordMaxLength}
          autoComplete="new-password"
        />
        <SubmitButton isWide>{t.begin}</SubmitButton>
      </Form>
      <DataNotes />
    </Page>
  )
}

function useLink(token: string): LinkState {
  const [link, setLink] = useState<LinkState>({ state: 'waiting' })
  useEffect(() => {
    let isHere = true
    call(ReadWelcomeLink, { token }).then(
      (invited) => isHere && setLink({ state: 'valid', invited }),
      (failure: unknown) => isHere && setLink({ state: 'refused', failure }),
    )
    return () => {
      isHere = false
    }
  }, [token])
  return link
}

/** A link that cannot be one is as good as one that is over. */
function isOver(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && (failure.code === 'gone' || failure.code === 'invalid')
}
