import { StartDemo } from '#protocol/setup'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Form } from '../../ui/form.tsx'
import { ShowIcon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import type { Demo } from './demo.ts'
import { texts } from './texts.ts'
import { useExplainLink } from './use-explain-link.ts'
import './set-up.css'

/** Instead of an own organisation: an example that is full of life. */
export function DemoOffer({ token, onStarted }: { token: string; onStarted: (demo: Demo) => void }) {
  const t = useTexts(texts)
  const explain = useExplainLink(token)
  return (
    <section className="set-up-demo" aria-labelledby="set-up-demo">
      <h2 id="set-up-demo" className="set-up-heading">
        {t.lookAround}
      </h2>
      <p className="set-up-note">{t.demoText}</p>
      <Form onSubmit={async () => onStarted(await call(StartDemo, { token }))} explain={explain}>
        <SubmitButton kind="plain" icon={ShowIcon} isWide>
          {t.demo}
        </SubmitButton>
      </Form>
    </section>
  )
}
