import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { texts } from './texts.ts'
import './earlier-messages.css'

/** Begins to read before the top is reached. */
const AHEAD_PX = 600

interface EarlierMessagesProps {
  roomName: string
  hasMore: boolean
  isEmpty: boolean
  /** Shows or reads earlier messages. */
  onNeeded: () => Promise<void>
}

/** Above the oldest message: reads on when one comes near it, or says that the room begins here. */
export function EarlierMessages({ roomName, hasMore, isEmpty, onNeeded }: EarlierMessagesProps) {
  const t = useTexts(texts)
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'idle' | 'reading' | 'failed'>('idle')

  const read = useEffectEvent(() => {
    if (!hasMore || state === 'reading') return
    setState('reading')
    onNeeded().then(
      () => setState('idle'),
      () => setState('failed'),
    )
  })

  useEffect(() => {
    const element = place.current
    if (!element || !hasMore || state !== 'idle') return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && read(), {
      root: element.closest('.message-list-scroller'),
      rootMargin: `${AHEAD_PX}px 0px 0px`,
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [hasMore, state])

  return (
    <div className="earlier-messages" ref={place}>
      {state === 'reading' && <Spinner label={t.earlierWaiting} />}
      {state === 'failed' && (
        <>
          <p>{t.earlierFailed}</p>
          <Button size="small" onPress={() => setState('idle')}>
            {t.again}
          </Button>
        </>
      )}
      {!hasMore && !isEmpty && <p>{t.start(roomName)}</p>}
    </div>
  )
}
