import { useState } from 'react'
import { useSearch } from 'wouter'
import { FindSignInWay } from '#protocol/sso'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { startAddress } from './paths.ts'
import { texts } from './sign-in-texts.ts'

/** For whoever does not know which door is theirs: the address says it. */
export default function ByOrganisationPage() {
  const t = useTexts(texts)
  const search = useSearch()
  const [unknown, setUnknown] = useState<string>()

  async function go(fields: FormData) {
    const email = fieldText(fields, 'email')
    const { start } = await call(FindSignInWay, { email })
    if (start === null) setUnknown(email.slice(email.lastIndexOf('@') + 1))
    else location.assign(startAddress(start, new URLSearchParams(search).get('next')))
  }

  const back = { to: search === '' ? '/sign-in' : `/sign-in?${search}`, label: t.toPassword }
  return (
    <Page title={t.byTown} back={back}>
      <p>{t.byTownLead}</p>
      {unknown !== undefined && <Banner kind="info">{t.unknownDomain(unknown)}</Banner>}
      <Form onSubmit={go}>
        <TextField
          label={t.email}
          name="email"
          type="email"
          isRequired
          autoFocus
          maxLength={LIMITS.emailLength}
          autoComplete="username"
        />
        <SubmitButton isWide>{t.go}</SubmitButton>
      </Form>
    </Page>
  )
}
