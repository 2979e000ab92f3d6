import { PROTOCOL } from '#wire/limits'
import type { Command, InputOf, OutputOf } from '#wire/command'
import { Connection } from './connection.ts'
import { CALL_PATIENCE_MS } from './http-call.ts'
import type { TopicListener } from './topic-feed.ts'

/** The line of this page. */
export const connection = new Connection({
  openSocket: () => new WebSocket(socketUrl('ws')),
  askWhy,
  isDeviceOffline: () => !navigator.onLine,
})

/** Calls a command. Throws `Refusal`, or `ConnectionError` (`offline`, `timeout`). */
export function call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
  return connection.call(command, input)
}

/**
 * Hears a topic, across outages, until the returned function is called.
 * @param cursor the version one has of it; null for topics without versions
 */
export function subscribe(topic: string, cursor: number | null, listener: TopicListener): () => void {
  return connection.subscribe(topic, cursor, listener)
}

window.addEventListener('online', () => connection.check())
window.addEventListener('offline', () => connection.check())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') connection.check()
})

function socketUrl(scheme: 'ws' | 'http'): string {
  const secure = location.protocol === 'https:' ? 's' : ''
  return `${scheme}${secure}://${location.host}/api/socket?protocol=${PROTOCOL.current}`
}

/** A browser does not tell why a socket was refused; the same address over HTTP does. */
async function askWhy(): Promise<'signedOut' | 'outdated' | 'unknown'> {
  try {
    const { status } = await fetch(socketUrl('http'), { signal: AbortSignal.timeout(CALL_PATIENCE_MS) })
    if (status === 401) return 'signedOut'
    return status === 426 ? 'outdated' : 'unknown'
  } catch {
    return 'unknown'
  }
}
