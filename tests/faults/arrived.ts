import { ListRooms, OpenRoom, React, SendMessage, EditMessage, DeleteMessage, MessageChanged } from '#protocol/rooms'
import type { InputOf, OutputOf } from '#wire/command'
import type { CaughtUp, ServerFrame } from '#wire/frames'
import type { Message } from '#protocol/rooms'
import type { ArrivedRecord } from './record.ts'

export type Arrived = Pick<ArrivedRecord, 'room' | 'v' | 'name' | 'body'>

/** Everything a frame says of rooms: whatever names a version of a room is something of it. */
export function arrivedIn(text: string): Arrived[] {
  const frame = JSON.parse(text) as ServerFrame
  switch (frame.t) {
    case 'event': {
      const room = roomOf(frame.topic)
      return room === undefined || frame.v === undefined ? [] : [item(room, frame.v, frame.name, frame.data)]
    }
    case 'caughtUp':
      return Object.entries(frame.topics).flatMap(([topic, answer]) => caughtUpIn(roomOf(topic), answer))
    case 'heads':
      return Object.entries(frame.versions).flatMap(([topic, v]) => {
        const room = roomOf(topic)
        return room === undefined ? [] : [{ room, v, name: 'heads' }]
      })
    // Whatever else there is speaks of no version of a room.
    case 'goodbye':
    case 'hello':
    case 'missed':
    case 'pong':
    case 'refused':
    case 'reply':
    case 'revoked':
      return []
    default:
      return frame satisfies never
  }
}

function caughtUpIn(room: string | undefined, answer: CaughtUp): Arrived[] {
  if (room === undefined || answer.state === 'refused') return []
  const events = answer.state === 'current' ? answer.events : []
  const items = events.map(({ v, name, data }) => item(room, v, name, data))
  return [{ room, v: answer.version, name: 'caughtUp' }, ...items]
}

/** Everything an answer to a call says of rooms. */
export function arrivedInAnswer(name: string, output: unknown): Arrived[] {
  switch (name) {
    case SendMessage.name:
    case EditMessage.name:
    case DeleteMessage.name:
    case React.name: {
      const message = output as Message
      return [item(message.roomId, message.version, name, message)]
    }
    case OpenRoom.name: {
      const { room, page } = output as OutputOf<typeof OpenRoom>
      return page.messages.map((message) => item(room.id, message.version, name, message))
    }
    case ListRooms.name:
      return (output as OutputOf<typeof ListRooms>).map(({ id, version }) => ({ room: id, v: version, name }))
    default:
      return []
  }
}

function item(room: string, v: number, name: string, data: unknown): Arrived {
  const { body } = data as Partial<InputOf<typeof SendMessage>>
  return name === MessageChanged.name || typeof body === 'string'
    ? { room, v, name, body: body ?? null }
    : { room, v, name }
}

function roomOf(topic: string): string | undefined {
  return topic.startsWith('room:') ? topic.slice(5) : undefined
}
