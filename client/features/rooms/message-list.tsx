import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Message } from '#protocol/rooms'
import { useTexts } from '../../i18n/texts.ts'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { DownIcon, MessageIcon } from '../../ui/icons.ts'
import { DeleteMessageDialog } from './delete-message-dialog.tsx'
import { EarlierMessages } from './earlier-messages.tsx'
import type { MessageWindow, RoomState } from './model.ts'
import { SentMark } from './pending-row.tsx'
import { PersonNames, usePersonNames } from './person-names.ts'
import { useOwnRooms } from './own-rooms.ts'
import { shownPart, streamRows, towardsEarlier, towardsNewest, type StreamRow } from './stream.ts'
import { StreamRowView } from './stream-row-view.tsx'
import { texts } from './texts.ts'
import { useAnnounced } from './use-announced.ts'
import { usePlace } from './use-place.ts'
import { useReadMark } from './use-read-mark.ts'
import { useRovingFocus } from './use-roving-focus.ts'
import { useUnreadLine } from './use-unread-line.ts'
import './message-list.css'

/** The newest rows are always drawn: at the end of the list nothing may change its size afterwards. */
const DRAWN_ROWS = 50

/** The messages of a room, from the oldest at hand to the own ones on their way. */
export function MessageList({ state, window }: { state: RoomState; window: MessageWindow }) {
  const t = useTexts(texts)
  const { room, userId, rights } = state
  const { rooms } = useOwnRooms()
  const pending = usePending(room.id, window)
  const [unreadAfter, clearUnreadLine] = useUnreadLine(state)
  const [lastSeq, setLastSeq] = useState<number | null>(null)
  const [editing, setEditing] = useState<string>()
  const [deleting, setDeleting] = useState<Message>()
  const { messages } = window
  const shown = shownPart(messages, lastSeq)
  // Above messages that are all unread a line would say nothing, and the first of them may not be here yet.
  const lineAfter =
    unreadAfter !== null && (!window.more || (messages[0]?.seq ?? 0) <= unreadAfter) ? unreadAfter : null
  const rows = useMemo(
    () => streamRows({ messages: shown, pending: lastSeq === null ? pending : [], userId, unreadAfter: lineAfter }),
    [shown, pending, lastSeq, userId, lineAfter],
  )
  const names = usePersonNames(
    room.id,
    shown.some(({ reactions }) => reactions.length > 0),
  )
  const newest = messages.at(-1)
  const lastKey = rows.at(-1)?.key
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const { isAtEnd, toEnd, toElement } = usePlace(scroller, {
    firstKey: rows[0]?.key,
    onEnd: () => setLastSeq((last) => towardsNewest(messages, last)),
  })
  const isAtNewest = isAtEnd && lastSeq === null
  const tabIndexOf = useRovingFocus(list, lastKey)
  useAnnounced(messages, userId)
  useReadMark(room.id, newest?.seq, isAtNewest)
  useBeginAtUnread(list, lineAfter, toElement)
  useAfterWriting(pending.filter(({ isFresh }) => isFresh).length, () => {
    clearUnreadLine()
    setLastSeq(null)
    toEnd()
  })

  function showEarlier(): Promise<void> {
    const next = towardsEarlier(messages, lastSeq)
    if (next === lastSeq) return rooms.readEarlier(room.id)
    setLastSeq(next)
    return Promise.resolve()
  }

  return (
    <div className="message-list">
      <div className="message-list-scroller" ref={scroller}>
        <div className="message-list-content">
          <EarlierMessages
            key={shown[0]?.seq}
            roomName={room.name}
            hasMore={window.more || shown[0] !== messages[0]}
            isEmpty={rows.length === 0}
            onNeeded={showEarlier}
          />
          {rows.length === 0 && (
            <EmptyState icon={MessageIcon} title={t.emptyTitle}>
              {t.emptyText}
            </EmptyState>
          )}
          <ol ref={list} role="list" className="message-list-rows" aria-label={t.messages(room.name)}>
            <PersonNames value={names}>
              {rows.map((row, index) => (
                <li key={row.key} className={rowClass(row, rows.length - index)} {...rowFocus(row, tabIndexOf)}>
                  <StreamRowView
                    row={row}
                    state={state}
                    mayPost={rights.post && !room.archived}
                    isCurrent={tabIndexOf(row.key) === 0}
                    isEditing={row.key === editing}
                    onEdit={(message) => setEditing(message.clientId)}
                    onEdited={() => setEditing(undefined)}
                    onDelete={setDeleting}
                  />
                  {row.key === lastKey && row.kind === 'message' && row.message.author.id === userId && (
                    <div className="message-list-sent">
                      <SentMark />
                    </div>
                  )}
                </li>
              ))}
            </PersonNames>
          </ol>
        </div>
      </div>
      {!isAtNewest && (
        <div className="message-list-newest">
          <Button
            icon={DownIcon}
            onPress={() => {
              setLastSeq(null)
              requestAnimationFrame(toEnd)
            }}
          >
            {state.unread > 0 ? t.newestUnread(state.unread) : t.newest}
          </Button>
        </div>
      )}
      <DeleteMessageDialog message={deleting} onClose={() => setDeleting(undefined)} />
    </div>
  )
}

function rowClass(row: StreamRow, fromEnd: number): string {
  const far = fromEnd > DRAWN_ROWS ? ' message-list-far' : ''
  return `message-list-row message-list-${row.kind}${far}`
}

function rowFocus(row: StreamRow, tabIndexOf: (key: string) => 0 | -1) {
  return row.kind === 'message' || row.kind === 'pending' ? { 'data-row': row.key, tabIndex: tabIndexOf(row.key) } : {}
}

/** The own messages of a room on their way, without those that are in the window already. */
function usePending(roomId: string, { messages }: MessageWindow) {
  const { rooms } = useOwnRooms()
  const all = useStore(rooms.outbox.pending)
  return useMemo(() => {
    const own = all.filter((entry) => entry.roomId === roomId)
    if (own.length === 0) return own
    const arrived = new Set(messages.map(({ clientId }) => clientId))
    return own.filter(({ clientId }) => !arrived.has(clientId))
  }, [all, messages, roomId])
}

/** Who has unread messages begins to read at the line, not at the end. */
function useBeginAtUnread(
  list: React.RefObject<HTMLElement | null>,
  unreadAfter: number | null,
  toElement: (element: Element) => void,
): void {
  const hasBegun = useRef(false)
  useLayoutEffect(() => {
    if (hasBegun.current) return
    hasBegun.current = true
    const line = unreadAfter === null ? null : list.current?.querySelector('.message-list-unread')
    if (line) toElement(line)
  }, [list, unreadAfter, toElement])
}

/** Right after one has written something here. */
function useAfterWriting(pendingCount: number, then: () => void): void {
  const known = useRef(pendingCount)
  useLayoutEffect(() => {
    const hasWritten = pendingCount > known.current
    known.current = pendingCount
    if (hasWritten) then()
  })
}
