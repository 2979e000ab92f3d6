import type { Named, RecordedEvent } from '#protocol/audit'
import { formatDateTime } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { eventTexts } from './event-texts.ts'
import { texts } from './texts.ts'

/** What happened, by whom and to what; names only where the reader knows them anyway. */
export function EventLine({ event: { at, event, actor, subject } }: { event: RecordedEvent }) {
  const t = useTexts(texts)
  const words = useTexts(eventTexts)
  const what = event in words ? words[event as keyof typeof words] : t.other(event)
  const who = actor ? nameOf(actor) : t.nobodyKnown
  const isAnother = subject !== null && subject.id !== actor?.id
  return (
    <div className="audit-line">
      <p>{what}</p>
      <p className="audit-line-detail">
        {formatDateTime(at)} · {t.by(who)}
        {isAnother && ` · ${t.concerning(nameOf(subject))}`}
      </p>
    </div>
  )

  function nameOf({ kind, id, name }: Named): string {
    if (name !== null) return name
    const kinds = t.kinds
    const known = kind in kinds ? kinds[kind as keyof typeof kinds] : t.something
    return `${known} ${id.slice(0, 8)}`
  }
}
