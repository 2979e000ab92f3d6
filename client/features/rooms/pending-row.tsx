import { useEffect, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useStore } from '../../state/store.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckIcon, ClockIcon, ErrorIcon, RefreshIcon } from '../../ui/icons.ts'
import { useMe } from '../auth/index.ts'
import { DiscardButton } from './discard-button.tsx'
import { MessageText } from './message-text.tsx'
import type { PendingMessage } from './outbox/model.ts'
import { useOwnRooms } from './own-rooms.ts'
import { texts } from './texts.ts'
import { useReasonText } from './use-unsent.ts'
import './message-row.css'

/** Longer than this on its way means that there is no connection. */
const LONG_MS = 4_000

/** A message of one's own that is on its way, or was refused. */
export function PendingRow({ pending, startsGroup }: { pending: PendingMessage; startsGroup: boolean }) {
  const me = useMe()
  return (
    <div className={startsGroup ? 'message-row message-row-first' : 'message-row'}>
      <div className="message-row-margin" aria-hidden="true">
        {startsGroup && me && <Avatar id={me.id} name={me.name} />}
      </div>
      <div className="message-row-content">
        {startsGroup && <p className="message-row-author">{me?.name}</p>}
        <MessageText source={pending.body} />
        <PendingState pending={pending} />
      </div>
    </div>
  )
}

function PendingState({ pending }: { pending: PendingMessage }) {
  const t = useTexts(texts)
  const reasonText = useReasonText()
  const { rooms, isOutboxLasting } = useOwnRooms()
  const isLasting = useStore(isOutboxLasting)
  const isLong = useIsLong(pending.writtenAt)
  switch (pending.state) {
    case 'waiting':
      return (
        <p className="message-row-state">
          <ClockIcon className="icon" aria-hidden />
          {isLong ? (isLasting ? t.waiting : t.waitingHere) : t.sending}
        </p>
      )
    case 'sent':
      return <SentMark />
    case 'failed':
      return (
        <div className="message-row-state message-row-state-failed" role="alert">
          <p className="message-row-state-reason">
            <ErrorIcon className="icon" aria-hidden />
            <span>
              {t.notSent} {reasonText(pending.failure)}
            </span>
          </p>
          <div className="message-row-state-actions">
            <Button size="small" icon={RefreshIcon} onPress={() => void rooms.outbox.retry(pending.clientId)}>
              {t.sendAgain}
            </Button>
            <DiscardButton clientId={pending.clientId} />
          </div>
        </div>
      )
    default:
      return pending.state satisfies never
  }
}

/** Below the own last message: the server has it. */
export function SentMark() {
  const t = useTexts(texts)
  return (
    <p className="message-row-state">
      <CheckIcon className="icon" aria-hidden />
      {t.sent}
    </p>
  )
}

function useIsLong(since: number): boolean {
  const [isLong, setLong] = useState(() => Date.now() - since > LONG_MS)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), Math.max(0, since + LONG_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [since])
  return isLong
}
