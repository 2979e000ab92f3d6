import { useState } from 'react'
import {
  AddDomain,
  ListDomains,
  RemoveDomain,
  SetJoinAllowed,
  VerifyDomain,
  type Organisation,
  type OrganisationDomain,
} from '#protocol/orgs'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { CheckIcon, ClockIcon, DeleteIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './settings-texts.ts'
import './orgs.css'

interface OrganisationDomainsProps {
  organisation: Organisation
  isAdmin: boolean
  isKeeper: boolean
}

/** The mail domains of an organisation: its administrators name them, the installation's confirm them. */
export function OrganisationDomains({ organisation, isAdmin, isKeeper }: OrganisationDomainsProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again, set } = useRead(ListDomains, { organisationId: organisation.id })
  return (
    <section aria-labelledby="organisation-domains">
      <h2 id="organisation-domains" className="organisation-section-title">
        {t.domains}
      </h2>
      <Card>
        <div className="organisation-section-body">
          {isAdmin && <p className="organisations-lead">{t.domainsLead}</p>}
          {isKeeper && <p className="organisations-lead">{t.domainsKeeper}</p>}
          {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={2} />}
          {reading.state === 'failed' && (
            <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
              {refusalText(reading.failure)}
            </Banner>
          )}
          {reading.state === 'ready' && reading.value.length === 0 && <p>{t.noDomains}</p>}
          {reading.state === 'ready' && reading.value.length > 0 && (
            <PlainList label={t.domains}>
              {reading.value.map((domain) => (
                <DomainLine key={domain.domain} {...{ organisation, domain, isAdmin, isKeeper }} onChange={set} />
              ))}
            </PlainList>
          )}
          {isAdmin && <AddDomainForm organisationId={organisation.id} onChange={set} />}
        </div>
      </Card>
    </section>
  )
}

interface DomainLineProps extends OrganisationDomainsProps {
  domain: OrganisationDomain
  onChange: (domains: OrganisationDomain[]) => void
}

function DomainLine({ organisation, domain: claim, isAdmin, isKeeper, onChange }: DomainLineProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [asked, setAsked] = useState<'verify' | 'remove'>()
  const [failure, setFailure] = useState<unknown>()
  const { domain, shown, verified, joinAllowed } = claim
  const which = { organisationId: organisation.id, domain }

  async function act(work: () => Promise<OrganisationDomain[]>) {
    setFailure(undefined)
    try {
      onChange(await work())
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  const StateIcon = verified ? CheckIcon : ClockIcon
  return (
    <div className="domain-line">
      <div className="domain-line-head">
        <span className="domain-line-name">{shown}</span>
        <span className={`organisation-person-state organisation-person-state-${verified ? 'active' : 'invited'}`}>
          <StateIcon className="icon" aria-hidden />
          {verified ? t.verified : t.unverified}
        </span>
        <span className="domain-line-actions">
          {isKeeper && !verified && (
            <Button size="small" icon={CheckIcon} aria-label={t.verifyOf(shown)} onPress={() => setAsked('verify')}>
              {t.verify}
            </Button>
          )}
          {isKeeper && verified && (
            <Button
              size="small"
              kind="quiet"
              onPress={() => void act(() => call(VerifyDomain, { ...which, verified: false }))}
            >
              {t.unverify}
            </Button>
          )}
          {isAdmin && (
            <Button
              size="small"
              kind="quiet"
              icon={DeleteIcon}
              aria-label={t.removeDomainOf(shown)}
              onPress={() => setAsked('remove')}
            >
              {t.removeDomain}
            </Button>
          )}
        </span>
      </div>
      {isAdmin && verified && (
        <Switch
          isSelected={joinAllowed}
          description={t.joinHint}
          onChange={(allowed) => void act(() => call(SetJoinAllowed, { ...which, joinAllowed: allowed }))}
        >
          {t.join}
        </Switch>
      )}
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <ConfirmDialog
        title={t.verifyOf(shown)}
        isOpen={asked === 'verify'}
        onClose={() => setAsked(undefined)}
        onConfirm={async () => onChange(await call(VerifyDomain, { ...which, verified: true }))}
        confirm={t.verify}
        explain={(thrown) => (isConflict(thrown) ? t.anothers : undefined)}
      >
        <p>{t.verifyText(shown, organisation.name)}</p>
        {shown !== domain && <p>{t.ascii(domain)}</p>}
        <p>{t.domainsKeeper}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t.removeDomainOf(shown)}
        isOpen={asked === 'remove'}
        onClose={() => setAsked(undefined)}
        onConfirm={async () => onChange(await call(RemoveDomain, which))}
        confirm={t.removeDomain}
        isDangerous
      >
        <p>{t.removeDomainText}</p>
      </ConfirmDialog>
    </div>
  )
}

interface AddDomainFormProps {
  organisationId: string
  onChange: (domains: OrganisationDomain[]) => void
}

function AddDomainForm({ organisationId, onChange }: AddDomainFormProps) {
  const t = useTexts(texts)
  const [turn, setTurn] = useState(0)

  async function add(fields: FormData) {
    onChange(await call(AddDomain, { organisationId, domain: fieldText(fields, 'domain') }))
    setTurn((turn) => turn + 1)
  }

  function explain(failure: unknown): string | undefined {
    if (isConflict(failure)) return t.forEverybody
    return failure instanceof Refusal && failure.code === 'invalid' ? t.notADomain : undefined
  }

  return (
    <Form key={turn} onSubmit={add} explain={explain}>
      <TextField
        label={t.domainName}
        name="domain"
        description={t.domainExample}
        isRequired
        maxLength={253}
        autoComplete="off"
      />
      <div className="form-actions">
        <SubmitButton>{t.addDomain}</SubmitButton>
      </div>
    </Form>
  )
}

function isConflict(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'conflict'
}
