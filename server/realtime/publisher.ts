import type { EventFrame } from '#wire/frames'
import type { Bus, Envelope } from './bus.ts'
import type { Publisher } from './feature.ts'

interface PublisherOptions {
  bus: Bus
  deliver: (envelope: Envelope) => void
  endSessions: (sessionIds: readonly string[]) => void
}

/** Encodes an event once, hands it to this node's hearers at once and to the other nodes by the bus. */
export function createPublisher({ bus, deliver, endSessions }: PublisherOptions): Publisher {
  function send(envelope: Envelope): void {
    deliver(envelope)
    bus.publish(envelope)
  }

  function encode(frame: EventFrame): string {
    return JSON.stringify(frame)
  }

  bus.onBroadcast('endSessions', (payload) => {
    if (Array.isArray(payload)) endSessions(payload.filter((id) => typeof id === 'string'))
  })

  return {
    change(topic, event, data, { version, membership }) {
      const frame = encode({ t: 'event', topic, v: version, name: event.name, data })
      send({ topic, version, membership, frame })
    },
    hint(topic, event, data, options) {
      const frame = encode({ t: 'event', topic, name: event.name, data })
      send({ topic, frame, ephemeral: event.kind === 'ephemeral', ...options })
    },
    recheck(topic) {
      send({ topic })
    },
    endSessions(sessionIds) {
      endSessions(sessionIds)
      bus.broadcast('endSessions', sessionIds)
    },
  }
}
