import { PROTOCOL } from '#wire/limits'
import type { Command, InputOf, OutputOf } from '#wire/command'
import { browserMemory } from '../state/browser-memory.ts'
import { Connection } from './connection.ts'
import { CALL_PATIENCE_MS } from './http-call.ts'
import { LineChoice } from './line-choice.ts'
import { PollingSocket, type Post } from './polling-socket.ts'
import type { TopicListener } from './topic-feed.ts'
import { withPlaceOfBrowser } from './waiting-place.ts'

const BLOCKED_KEY = 'allmende.webSocketsBlocked'
const visit = browserMemory(sessionStorage)

let newestPolling: PollingSocket | undefined
const lines = new LineChoice({
  openWebSocket: () => new WebSocket(socketUrl('ws')),
  openPolling: () => (newestPolling = new PollingSocket(postJson, PROTOCOL.current, withPlaceOfBrowser)),
  memory: {
    read() {
      const since = visit.read(BLOCKED_KEY)
      return since === undefined ? undefined : Number(since)
    },
    write(since) {
      if (since === undefined) visit.forget(BLOCKED_KEY)
      else visit.write(BLOCKED_KEY, String(since))
    },
  },
})

/** The line of this page. */
export const connection = new Connection({
  openSocket: lines.open,
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

window.addEventListener('online', () => {
  lines.networkChanged()
  connection.check()
})
window.addEventListener('offline', () => connection.check())
// A WebSocket closes by itself.
window.addEventListener('pagehide', () => newestPolling?.close())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') connection.check()
})

function socketUrl(scheme: 'ws' | 'http'): string {
  const secure = location.protocol === 'https:' ? 's' : ''
  return `${scheme}${secure}://${location.host}/api/socket?protocol=${PROTOCOL.current}`
}

function postJson(path: string, body: unknown, options: Parameters<Post>[2]): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body), ...options })
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
