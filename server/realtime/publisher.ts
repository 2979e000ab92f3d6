import type { EventFrame } from '#wire/frames'
import type { Bus, Envelope } from './bus.ts'
import type { Publisher } from './feature.ts'
import type { SignOuts } from './sign-outs.ts'

interface EndedSessions {
  ids: readonly string[]
  signOuts: number
}

interface PublisherOptions {
  bus: Bus
  deliver: (envelope: Envelope) => void
  endSessions: (sessionIds: readonly string[]) => void
  signOuts: SignOuts
}

/** Encodes an event once, hands it to this node's hearers at once and to the other nodes by the bus. */
export function createPublisher({ bus, deliver, endSessions, signOuts }: PublisherOptions): Publisher {
  function send(envelope: Envelope): void {
    deliver(envelope)
    bus.publish(envelope)
  }

  const listeners: ((topic: string) => void)[] = []

  function encode(frame: EventFrame): string {
    return JSON.stringify(frame)
  }

  function end({ ids, signOuts: count }: EndedSessions): void {
    endSessions(ids)
    signOuts.carriedOut(count)
  }

  bus.onBroadcast('endSessions', (payload) => end(payload as EndedSessions))

  return {
    change(topic, event, data, change) {
      const { version, membership } = change
      const frame = encode({ t: 'event', topic, v: version, name: event.name, data })
      send({ topic, version, membership, frame, signOuts: change.signOuts })
      for (const listener of listeners) listener(topic)
    },
    onChange(listener) {
      listeners.push(listener)
    },
    hint(topic, event, data, options) {
      const frame = encode({ t: 'event', topic, name: event.name, data })
      send({ topic, frame, ephemeral: event.kind === 'ephemeral', signOuts: signOuts.known, ...options })
    },
    recheck(topic) {
      send({ topic })
    },
    endSessions(ids, count) {
      const ended: EndedSessions = { ids, signOuts: count }
      end(ended)
      bus.broadcast('endSessions', ended)
    },
  }
}
