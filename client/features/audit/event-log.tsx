import { useState } from 'react'
import type { EventPage, ExportFormat } from '#protocol/audit'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import type { Reading } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EventLine } from './event-line.tsx'
import { texts } from './texts.ts'
import './audit.css'

interface EventLogProps {
  first: Reading<EventPage>
  again: () => void
  readOlder: (before: string) => Promise<EventPage>
  exportAs: (format: ExportFormat) => string
}

/** The log, newest first; older lines on request, all of it as a file. */
export function EventLog({ first, again, readOlder, exportAs }: EventLogProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  return (
    <>
      <p>{t.lead}</p>
      <p className="audit-exports">
        <a className="text-link" href={exportAs('csv')} download>
          {t.asTable}
        </a>
        <a className="text-link" href={exportAs('json')} download>
          {t.asData}
        </a>
      </p>
      {first.state === 'waiting' && <Skeleton label={t.waiting} lines={8} />}
      {first.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(first.failure)}
        </Banner>
      )}
      {first.state === 'ready' && <Events first={first.value} readOlder={readOlder} />}
    </>
  )
}

function Events({ first, readOlder }: { first: EventPage; readOlder: EventLogProps['readOlder'] }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [{ events, more }, setKnown] = useState(first)
  const [failure, setFailure] = useState<unknown>()
  const [isReading, setReading] = useState(false)
  const last = events.at(-1)
  if (!last) return <p>{t.empty}</p>
  const before = last.id

  async function readOn() {
    setReading(true)
    setFailure(undefined)
    try {
      const page = await readOlder(before)
      setKnown({ events: [...events, ...page.events], more: page.more })
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setReading(false)
    }
  }

  return (
    <>
      <PlainList label={t.log}>
        {events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </PlainList>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      {more && (
        <Button isPending={isReading} onPress={() => void readOn()}>
          {t.older}
        </Button>
      )}
    </>
  )
}
