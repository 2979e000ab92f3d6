import { useState } from 'react'
import { ReadMailSettings, SendTestMail, type MailOutcome } from '#protocol/admin'
import type { OutputOf } from '#wire/command'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Form } from '../../ui/form.tsx'
import { SendIcon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { InstallationFrame } from '../orgs/index.ts'
import { Fact, Facts } from './facts.tsx'
import { outcomeTexts } from './outcome-texts.ts'
import { ReadPart } from './read-part.tsx'
import { texts } from './texts.ts'
import './admin.css'

type Settings = OutputOf<typeof ReadMailSettings>
type Result = OutputOf<typeof SendTestMail>

/** Whether mail leaves the house: by trying it. */
export function MailPage() {
  const t = useTexts(texts)
  return (
    <InstallationFrame title={t.mail.title}>
      <p className="admin-lead">{t.mail.lead}</p>
      <ReadPart command={ReadMailSettings} input={{}} isSettled>
        {(settings) =>
          settings.isConfigured ? (
            <Configured settings={settings} />
          ) : (
            <Banner kind="info" title={t.mail.none}>
              {t.mail.noneText}
            </Banner>
          )
        }
      </ReadPart>
    </InstallationFrame>
  )
}

function Configured({ settings: { server, from, to } }: { settings: Settings }) {
  const t = useTexts(texts).mail
  const [result, setResult] = useState<Result>()

  async function send() {
    setResult(undefined)
    setResult(await call(SendTestMail, {}))
  }

  return (
    <>
      <Facts>
        {server && (
          <Fact
            name={t.server}
            value={t.serverAt(server.host, server.port)}
            detail={server.isEncrypted ? t.encrypted : t.plain}
          />
        )}
        <Fact name={t.from} value={from} />
        <Fact name={t.to} value={to} detail={t.toDetail} />
      </Facts>
      <div className="admin-mail-result">
        <Form onSubmit={send}>
          <SubmitButton icon={SendIcon}>{t.send}</SubmitButton>
        </Form>
        {result && <Outcome outcome={result.outcome} answer={result.answer} to={to} />}
      </div>
    </>
  )
}

function Outcome({ outcome, answer, to }: { outcome: MailOutcome; answer: string | null; to: string }) {
  const t = useTexts(texts).mail
  const words = useTexts(outcomeTexts)
  if (outcome === 'sent') {
    return (
      <Banner kind="success" title={words.sent.title}>
        {words.sent.text(to)}
      </Banner>
    )
  }
  return (
    <Banner kind="warning" title={words[outcome].title}>
      {words[outcome].text}
      {answer !== null && answer !== '' && (
        <p className="admin-answer">
          {t.answer} {answer}
        </p>
      )}
    </Banner>
  )
}
