/** What one tab tells the others of the same person. */
export type Notice =
  | { kind: 'changed' }
  /** Acknowledged, as the room's given version. */
  | { kind: 'sent'; roomId: string; clientId: string; version: number }

/** The tabs one person has open in this browser. */
export interface Tabs {
  /** Does the work while no other tab does work of that name; the next one has its turn also when this tab dies. */
  alone(name: string, work: () => Promise<void>): Promise<void>
  tell(notice: Notice): void
  /** Until the returned function is called. */
  hear(listener: (notice: Notice) => void): () => void
}

/** As far as the browser lets tabs know of each other: what is sent by two of them stays one message anyway. */
export function browserTabs(userId: string): Tabs {
  const name = `allmende.outbox.${userId}`
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined
  return {
    async alone(what, work) {
      // Only on secure connections.
      if ('locks' in navigator) await navigator.locks.request(`${name}.${what}`, work)
      else await work()
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it reaches this origin only
    tell: (notice) => channel?.postMessage(notice),
    hear(listener) {
      channel?.addEventListener('message', (event: MessageEvent<Notice>) => listener(event.data))
      return () => channel?.close()
    },
  }
}

/** Where there is one page only. */
export const NO_OTHER_TABS: Tabs = {
  alone: (_, work) => work(),
  tell() {},
  hear: () => () => undefined,
}
