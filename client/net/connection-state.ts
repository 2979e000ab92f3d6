/** How this page is connected, as it is shown to people. */
export type ConnectionState =
  /** Nobody is signed in; there is no socket. */
  | { state: 'idle' }
  /** The first socket of this visit is on its way. */
  | { state: 'connecting' }
  /** Everything shown is current. */
  | { state: 'connected' }
  /** Connected, but something shown is still being brought up to date. */
  | { state: 'behind' }
  /** The line was lost. `nextTryAt`: milliseconds since 1970, null while a try is on its way. */
  | { state: 'reconnecting'; nextTryAt: number | null }
  /** The device itself has no network. */
  | { state: 'offline' }
  /** The server no longer speaks with this version of the page. */
  | { state: 'outdated' }
