import { useId, type ReactNode } from 'react'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import type { Reading } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from './texts.ts'
import './integrations.css'

interface ProgramsSectionProps<Entry> {
  title: string
  text: string
  /** The first step, also while there is something. */
  action: ReactNode
  reading: Reading<readonly Entry[]>
  onAgain: () => void
  children: (entry: Entry) => ReactNode
}

/** A list of programs of one kind, with what it is for and the way to make one. */
export function ProgramsSection<Entry>(props: ProgramsSectionProps<Entry>) {
  const { title, text, action, reading, onAgain, children } = props
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const titleId = useId()
  return (
    <section className="programs-section" aria-labelledby={titleId}>
      <header className="programs-section-head">
        <h2 id={titleId}>{title}</h2>
        {action}
      </header>
      <p className="programs-section-text">{text}</p>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={2} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={onAgain}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {reading.state === 'ready' && reading.value.length > 0 && (
        <PlainList label={title}>{reading.value.map(children)}</PlainList>
      )}
    </section>
  )
}
