import { useState } from 'react'
import { SetSsoProvider, SSO_LIMITS, type SsoProvider, type SsoSettings } from '#protocol/sso'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldText, rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { texts } from './settings-texts.ts'

interface ProviderFormProps {
  organisationId: string
  provider: SsoProvider | null
  onSaved: (settings: SsoSettings) => void
}

const FIRST_SCOPES = 'openid profile email'
const FIRST_CLAIM = 'groups'

export function ProviderForm({ organisationId, provider, onSaved }: ProviderFormProps) {
  const t = useTexts(texts)
  // The secret is gone from the page as soon as it is kept.
  const [saved, setSaved] = useState(0)

  async function save(fields: FormData) {
    onSaved(await call(SetSsoProvider, readFields(organisationId, fields, provider)))
    setSaved((count) => count + 1)
    showToast(t.saved)
  }

  return (
    <Form
      onSubmit={save}
      explain={(failure) => {
        if (!(failure instanceof Refusal)) return undefined
        if (failure.code === 'conflict') return t.onlyDoor
        return failure.code === 'invalid' ? t.faults[fieldOf(failure)] : undefined
      }}
    >
      <TextField
        label={t.issuer}
        name="issuer"
        type="url"
        description={t.issuerHint}
        defaultValue={provider?.issuer ?? ''}
        isRequired
        maxLength={SSO_LIMITS.issuerLength}
        autoComplete="off"
      />
      <TextField
        label={t.clientId}
        name="clientId"
        description={t.clientIdHint}
        defaultValue={provider?.clientId ?? ''}
        isRequired
        maxLength={SSO_LIMITS.clientIdLength}
        autoComplete="off"
      />
      <PasswordField
        key={saved}
        label={t.clientSecret}
        name="clientSecret"
        description={provider?.hasSecret ? t.secretKept : t.clientSecretHint}
        isOptional
        maxLength={SSO_LIMITS.clientSecretLength}
        autoComplete="new-password"
      />
      <TextArea
        label={t.certificates}
        name="caCertificates"
        description={t.certificatesHint}
        defaultValue={provider?.caCertificates ?? ''}
        isOptional
        maxLength={SSO_LIMITS.certificatesLength}
      />
      <GroupFields provider={provider} />
      <Checkbox name="trustsAddresses" defaultSelected={provider?.trustsAddresses ?? false} description={t.trustHint}>
        {t.trust}
      </Checkbox>
      <Checkbox name="offered" defaultSelected={provider?.offered ?? true} description={t.offeredHint}>
        {t.offered}
      </Checkbox>
      <SubmitButton>{t.save}</SubmitButton>
    </Form>
  )
}

function GroupFields({ provider }: { provider: SsoProvider | null }) {
  const t = useTexts(texts)
  return (
    <>
      <TextField
        label={t.scopes}
        name="scopes"
        description={t.scopesHint}
        defaultValue={provider?.scopes ?? FIRST_SCOPES}
        isRequired
        maxLength={SSO_LIMITS.scopesLength}
        autoComplete="off"
      />
      <TextField
        label={t.groupsClaim}
        name="groupsClaim"
        description={t.groupsClaimHint}
        defaultValue={provider?.groupsClaim ?? FIRST_CLAIM}
        isRequired
        maxLength={SSO_LIMITS.claimLength}
        autoComplete="off"
      />
      {(['allowedGroups', 'adminGroups', 'auditorGroups'] as const).map((name) => (
        <TextArea
          key={name}
          label={t[name]}
          name={name}
          description={t.groupHints[name]}
          defaultValue={provider?.[name].join('\n') ?? ''}
          isOptional
        />
      ))}
    </>
  )
}

function readFields(
  organisationId: string,
  fields: FormData,
  provider: SsoProvider | null,
): InputOf<typeof SetSsoProvider> {
  const secret = rawFieldText(fields, 'clientSecret')
  const lines = (name: string) =>
    fieldText(fields, name)
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  return {
    organisationId,
    issuer: fieldText(fields, 'issuer'),
    clientId: fieldText(fields, 'clientId'),
    ...(secret === '' ? (provider ? {} : { clientSecret: null }) : { clientSecret: secret }),
    caCertificates: fieldText(fields, 'caCertificates') || null,
    scopes: fieldText(fields, 'scopes').split(/\s+/).join(' '),
    groupsClaim: fieldText(fields, 'groupsClaim'),
    allowedGroups: lines('allowedGroups'),
    adminGroups: lines('adminGroups'),
    auditorGroups: lines('auditorGroups'),
    trustsAddresses: fields.has('trustsAddresses'),
    offered: fields.has('offered'),
  }
}

type Fault = 'issuer' | 'caCertificates' | 'clientSecret' | 'other'

function fieldOf({ details: { field } }: Refusal): Fault {
  return field === 'issuer' || field === 'caCertificates' || field === 'clientSecret' ? field : 'other'
}
