import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { CheckIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { texts } from './texts.ts'
import { UnsentMessage } from './unsent-message.tsx'
import { useRefusedMessages } from './use-unsent.ts'

/** What becomes of messages that were refused, in whatever room. */
export default function UnsentPage() {
  const t = useTexts(texts)
  const refused = useRefusedMessages()
  if (refused.length === 0) {
    return (
      <Page title={t.unsentTitle}>
        <EmptyState
          icon={CheckIcon}
          action={
            <LinkButton kind="primary" to="/">
              {t.toHome}
            </LinkButton>
          }
        >
          {t.unsentNothing}
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page title={t.unsentTitle}>
      <p>{t.unsentText}</p>
      <PlainList label={t.unsentTitle}>
        {refused.map((message) => (
          <UnsentMessage key={message.clientId} message={message} />
        ))}
      </PlainList>
    </Page>
  )
}
