import { useState } from 'react'
import { ReadSignInRules, SetSecondFactorRule, type SignInRules } from '#protocol/orgs'
import type { OutputOf } from '#wire/command'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import type { SlotProps } from '../../shell/feature.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Form } from '../../ui/form.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { ruleTexts } from './sign-in-rule-texts.ts'
import './orgs.css'

const RULES = ['optional', 'admins', 'everybody'] as const satisfies readonly SignInRules['secondFactor'][]

/** Who of an organisation needs a second factor, for whoever administrates it. */
export default function SecondFactorRule({ organisationId }: SlotProps['organisationSignIn']) {
  const t = useTexts(ruleTexts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ReadSignInRules, { organisationId })
  return (
    <section aria-labelledby="second-factor-rule">
      <h2 id="second-factor-rule" className="organisation-policies-title">
        {t.title}
      </h2>
      <Card>
        <p className="organisation-policies-lead">{t.lead}</p>
        {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={4} />}
        {reading.state === 'failed' && (
          <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
            {refusalText(reading.failure)}
          </Banner>
        )}
        {reading.state === 'ready' && (
          <RuleForm key={organisationId} organisationId={organisationId} known={reading.value} onSaved={again} />
        )}
      </Card>
    </section>
  )
}

interface RuleFormProps {
  organisationId: string
  known: OutputOf<typeof ReadSignInRules>
  onSaved: () => void
}

function RuleForm({ organisationId, known: { rules, without }, onSaved }: RuleFormProps) {
  const t = useTexts(ruleTexts)
  const [rule, setRule] = useState(rules.secondFactor)

  async function save() {
    await call(SetSecondFactorRule, { organisationId, secondFactor: rule })
    showToast(t.saved)
    onSaved()
  }

  return (
    <Form onSubmit={save}>
      <RadioGroup
        label={t.who}
        options={RULES.map((id) => ({ id, name: t.rules[id].name, description: t.rules[id].hint }))}
        value={rule}
        onChange={setRule}
      />
      {rule !== 'optional' && (
        <Banner kind="info" isSilent>
          {t.without(without[rule])} {without[rule] > 0 && rule !== rules.secondFactor && t.grace}
        </Banner>
      )}
      <div className="form-actions">
        <SubmitButton kind="plain" isDisabled={rule === rules.secondFactor}>
          {t.save}
        </SubmitButton>
      </div>
    </Form>
  )
}
