import type { Signalling } from '../../media/signalling.ts'
import { call, subscribe } from '../../net/server.ts'

/** The page's own line to the server, as a meeting needs it. */
export const signalling: Signalling = {
  call,
  hear: (topic, { onEvent, onHeard, onRefused }) =>
    subscribe(topic, null, {
      onEvent: ({ name, data }) => onEvent(name, data),
      onCaughtUp: () => onHeard(),
      onRefused,
    }),
}
