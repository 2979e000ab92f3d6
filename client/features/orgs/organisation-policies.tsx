import { useState } from 'react'
import { SetPolicies, type Organisation, type Policies } from '#protocol/orgs'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Card } from '../../ui/card.tsx'
import { Switch } from '../../ui/switch.tsx'
import { texts } from './policy-texts.ts'
import './orgs.css'

const NAMES = ['presence', 'typing', 'readReceipts'] as const satisfies readonly (keyof Policies)[]

/** What an organisation lets its people show others, for whoever administrates it. Takes effect at once. */
export function OrganisationPolicies({ organisation }: { organisation: Organisation }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [policies, setPolicies] = useState(organisation.policies)
  const [failure, setFailure] = useState<unknown>()

  async function decide(name: keyof Policies, isAllowed: boolean) {
    setFailure(undefined)
    const decision = { [name]: isAllowed ? 'allowed' : 'forbidden' } as const
    try {
      const decided = await call(SetPolicies, { organisationId: organisation.id, policies: decision })
      setPolicies(decided.policies)
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  return (
    <section aria-labelledby="organisation-policies">
      <h2 id="organisation-policies" className="organisation-section-title">
        {t.title}
      </h2>
      <Card>
        <div className="organisation-section-body">
          {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
          <p className="organisations-lead">{t.lead}</p>
          {NAMES.map((name) => (
            <Switch
              key={name}
              isSelected={policies[name] === 'allowed'}
              onChange={(isAllowed) => void decide(name, isAllowed)}
              description={t.hints[name]}
            >
              {t.names[name]}
            </Switch>
          ))}
        </div>
      </Card>
    </section>
  )
}
