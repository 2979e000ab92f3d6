import { useState } from 'react'
import { RequestJoinLink } from '#protocol/invitations'
import { LIMITS } from '#wire/limits'
import { useLanguage } from '../../i18n/language.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { SendIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './invited-texts.ts'

/** Somebody whose organisation lets its people make their accounts themselves asks for the link. */
export default function RequestJoinPage() {
  const t = useTexts(texts)
  const language = useLanguage()
  const [asked, setAsked] = useState<string>()

  async function ask(fields: FormData) {
    const email = fieldText(fields, 'email')
    await call(RequestJoinLink, { email, language })
    setAsked(email)
  }

  return (
    <Page title={t.joinTitle} back={{ to: '/sign-in', label: t.toSignIn }}>
      {asked === undefined ? (
        <Form onSubmit={ask}>
          <p>{t.joinLead}</p>
          <TextField
            label={t.email}
            name="email"
            type="email"
            isRequired
            maxLength={LIMITS.emailLength}
            autoComplete="email"
          />
          <SubmitButton icon={SendIcon} isWide>
            {t.sendLink}
          </SubmitButton>
        </Form>
      ) : (
        <>
          <Banner kind="success" title={t.sentTitle}>
            {t.sentText(asked)}
          </Banner>
          <p>
            <LinkButton to="/sign-in">{t.toSignIn}</LinkButton>
          </p>
        </>
      )}
    </Page>
  )
}
