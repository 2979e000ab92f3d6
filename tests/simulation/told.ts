import type { Message, MessagePage, RoomSummary } from '#protocol/rooms'
import type { CaughtUp, ServerFrame } from '#wire/frames'

/** A version of a room, and so what came to be with it, that a frame tells. */
export interface Told {
  roomId: string
  version: number
}

/** Everything a frame tells somebody of rooms, but for the answer to what they said themselves. */
export function toldBy(frame: ServerFrame, userId: string): Told[] {
  switch (frame.t) {
    case 'event':
      return frame.v === undefined ? [] : [toldOf(frame.topic, frame.v)]
    case 'heads':
      return Object.entries(frame.versions).map(([topic, version]) => toldOf(topic, version))
    case 'caughtUp':
      return Object.entries(frame.topics).flatMap(([topic, answer]) => toldByAnswer(topic, answer))
    case 'reply':
      return frame.ok ? toldByOutput(frame.output, userId) : []
    case 'hello':
    case 'goodbye':
    case 'refused':
    case 'missed':
    case 'revoked':
    case 'pong':
      return []
    default:
      return frame satisfies never
  }
}

function toldOf(topic: string, version: number): Told {
  return { roomId: topic.slice('room:'.length), version }
}

function toldByAnswer(topic: string, answer: CaughtUp): Told[] {
  if (answer.state === 'refused' || !topic.startsWith('room:')) return []
  const events = answer.state === 'current' ? answer.events.map(({ v }) => toldOf(topic, v)) : []
  return [toldOf(topic, answer.version), ...events]
}

function toldByOutput(output: unknown, userId: string): Told[] {
  if (Array.isArray(output)) return (output as RoomSummary[]).map(({ id, version }) => ({ roomId: id, version }))
  if (typeof output !== 'object' || output === null) return []
  if ('page' in output) {
    const { room, page } = output as { room: RoomSummary; page: MessagePage }
    return [{ roomId: room.id, version: room.version }, ...page.messages.map(toldByMessage)]
  }
  if (!('author' in output)) return []
  const message = output as Message
  return message.author.id === userId ? [] : [toldByMessage(message)]
}

function toldByMessage({ roomId, version }: Message): Told {
  return { roomId, version }
}
