import { useEffect, useRef } from 'react'
import type { Message } from '#protocol/rooms'
import { markdownText } from '#wire/markdown'
import { readTexts } from '../../i18n/texts.ts'
import { announce } from '../../ui/announcer.tsx'
import { texts } from './texts.ts'

/** More at once are said as a number. */
const MOST_READ_OUT = 3
const MOST_CHARACTERS = 300

/** Says new messages of others to screen readers, once, while their room is open. */
export function useAnnounced(messages: readonly Message[], userId: string): void {
  const newest = messages.at(-1)?.seq
  const said = useRef(newest)
  useEffect(() => {
    if (newest === undefined) return
    const after = said.current
    said.current = Math.max(newest, after ?? 0)
    if (after === undefined) return
    const fresh = messages.filter(({ seq, author, body }) => seq > after && author.id !== userId && body !== null)
    if (fresh.length > 0) announce(sentence(fresh))
  }, [messages, newest, userId])
}

function sentence(messages: readonly Message[]): string {
  const t = readTexts(texts)
  if (messages.length > MOST_READ_OUT) return t.newMessages(messages.length)
  return messages
    .map(({ author, body }) => t.newMessage(author.name, markdownText(body ?? '').slice(0, MOST_CHARACTERS)))
    .join('. ')
}
