import { useState } from 'react'
import { useLocation } from 'wouter'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { SignInIcon } from '../../ui/icons.ts'
import { PersonLine } from '../../ui/person-line.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { signIn } from '../auth/index.ts'
import type { Demo } from './demo.ts'
import { texts } from './texts.ts'
import './set-up.css'

type DemoPerson = Demo['people'][number]

/** The people of the example, each a press away from being signed in. */
export function DemoPeople({ demo: { password, people } }: { demo: Demo }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [, navigate] = useLocation()
  const [chosen, setChosen] = useState<DemoPerson>()
  const [failure, setFailure] = useState<unknown>()

  async function enterAs(person: DemoPerson) {
    setChosen(person)
    setFailure(undefined)
    try {
      await signIn({ email: person.email, password })
      navigate('/', { replace: true })
    } catch (thrown) {
      setFailure(thrown)
      setChosen(undefined)
    }
  }

  return (
    <Page title={t.demoTitle} layout="wide">
      <p>{t.demoLead}</p>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <section aria-labelledby="demo-people">
        <h2 id="demo-people" className="set-up-heading">
          {t.demoPeople}
        </h2>
        <PlainList>
          {people.map((person) => (
            <PersonLine
              key={person.email}
              id={person.email}
              name={person.name}
              detail={`${person.organisation} · ${person.task}`}
            >
              <Button
                icon={SignInIcon}
                aria-label={t.signInAsPerson(person.name)}
                isPending={chosen === person}
                isDisabled={chosen !== undefined && chosen !== person}
                onPress={() => void enterAs(person)}
              >
                {t.signInAs}
              </Button>
            </PersonLine>
          ))}
        </PlainList>
      </section>
      <CopyField label={t.demoPassword} value={password} description={t.demoPasswordHint} />
    </Page>
  )
}
