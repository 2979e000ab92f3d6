import { useState } from 'react'
import { useLocation } from 'wouter'
import { CompleteSetUp } from '#protocol/setup'
import type { InputOf } from '#wire/command'
import { LIMITS } from '#wire/limits'
import { useNewPasswordRefusal } from '../../i18n/password-refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { fieldText, rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Select } from '../../ui/select.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { adopt } from '../auth/index.ts'
import { useKindChoices } from '../orgs/index.ts'
import { texts } from './texts.ts'
import { useExplainLink } from './use-explain-link.ts'

type Kind = InputOf<typeof CompleteSetUp>['organisation']['kind']

/** The first organisation and its first account. */
export function SetUpForm({ token }: { token: string }) {
  const t = useTexts(texts)
  const explainLink = useExplainLink(token)
  const explainPassword = useNewPasswordRefusal()
  const kinds = useKindChoices()
  const [kind, setKind] = useState<Kind>('municipality')
  const [, navigate] = useLocation()

  async function complete(fields: FormData) {
    const me = await call(CompleteSetUp, {
      token,
      organisation: { name: fieldText(fields, 'organisation'), kind },
      name: fieldText(fields, 'name'),
      email: fieldText(fields, 'email'),
      password: rawFieldText(fields, 'password'),
    })
    adopt(me)
    navigate('/', { replace: true })
  }

  return (
    <Form onSubmit={complete} explain={(failure) => explainPassword(failure) ?? explainLink(failure)}>
      <h2 className="set-up-heading">{t.organisation}</h2>
      <TextField
        label={t.organisationName}
        name="organisation"
        description={t.organisationExample}
        isRequired
        maxLength={LIMITS.nameLength}
        autoComplete="organization"
      />
      <Select label={t.kind} options={kinds} value={kind} onChange={setKind} />
      <h2 className="set-up-heading">{t.you}</h2>
      <TextField
        label={t.name}
        name="name"
        description={t.nameHint}
        isRequired
        maxLength={LIMITS.nameLength}
        autoComplete="name"
      />
      <TextField
        label={t.email}
        name="email"
        type="email"
        description={t.emailHint}
        isRequired
        maxLength={LIMITS.emailLength}
        autoComplete="username"
      />
      <PasswordField
        label={t.password}
        name="password"
        description={t.passwordHint(LIMITS.passwordMinLength)}
        isRequired
        minLength={LIMITS.passwordMinLength}
        maxLength={LIMITS.passwordMaxLength}
        autoComplete="new-password"
      />
      <SubmitButton isWide>{t.begin}</SubmitButton>
    </Form>
  )
}
