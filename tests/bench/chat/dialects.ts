import { v7 } from 'uuid'
import { PROTOCOL } from '#wire/limits'

/** Somebody in a room, as a generator is told. */
export interface Member {
  secret: string
  roomId: string
  /** Place among all members; the yardsticks know people by it. */
  index: number
}

/** How a client of one of the products speaks. */
export interface Dialect {
  path: string
  protocol?: string
  headers(member: Member): Record<string, string>
  /** What is said first, and after each answer, until `true`: the member hears its room. */
  greet(member: Member, heard: string | undefined, say: (text: string) => void): boolean
  message(member: Member, count: number, body: string): string
  /** Whether a frame brings a message to somebody (and not an answer to its author). */
  brings(frame: Buffer): boolean
  /** The answer to frames that ask whether one is there. */
  answer?(frame: Buffer): string | undefined
}

const ORIGIN = 'http://localhost:3000'

const product: Dialect = {
  path: `/api/socket?protocol=${PROTOCOL.current}`,
  headers: ({ secret }) => ({ Origin: ORIGIN, Cookie: `allmende_session=${secret}` }),
  greet({ roomId }, heard, say) {
    if (heard === undefined) say(JSON.stringify({ t: 'subscribe', id: 1, cursors: { [`room:${roomId}`]: null } }))
    return heard?.startsWith('{"t":"caughtUp"') ?? false
  },
  message: ({ roomId }, count, body) =>
    JSON.stringify({
      t: 'call',
      id: count + 2,
      name: 'rooms.sendMessage',
      input: { roomId, clientId: v7(), body },
    }),
  brings: (frame) => frame.length > 6 && frame[6] === 0x65 && frame[7] === 0x76, // {"t":"ev…
}

const plainWs: Dialect = {
  path: '/',
  headers: () => ({}),
  greet({ roomId }, heard, say) {
    if (heard === undefined) say(`join ${roomId}`)
    return heard === 'joined'
  },
  message: ({ roomId }, count, body) => envelope(roomId, count, body),
  brings: (frame) => frame[0] === 0x7b,
}

const socketIo: Dialect = {
  path: '/socket.io/?EIO=4&transport=websocket',
  headers: () => ({}),
  greet({ roomId }, heard, say) {
    if (heard?.startsWith('0{')) say('40')
    if (heard?.startsWith('40{')) say(`42${JSON.stringify(['join', roomId])}`)
    return heard?.startsWith('42["joined"') ?? false
  },
  message: ({ roomId }, count, body) => `42${JSON.stringify(['say', JSON.parse(envelope(roomId, count, body))])}`,
  brings: (frame) => frame.length > 6 && frame[0] === 0x34 && frame[4] === 0x73, // 42["s…
  answer: (frame) => (frame.length === 1 && frame[0] === 0x32 ? '3' : undefined),
}

const DOMAIN = 'localhost'
const xmpp: Dialect = {
  path: '/xmpp-websocket',
  protocol: 'xmpp',
  headers: () => ({}),
  greet(member, heard, say) {
    const open = `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${DOMAIN}" version="1.0"/>`
    if (heard === undefined || heard.startsWith('<success')) say(open)
    else if (heard.includes('ANONYMOUS')) say('<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>')
    else if (heard.includes('xmpp-bind') && heard.includes('features'))
      say('<iq xmlns="jabber:client" type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>')
    else if (heard.includes('<jid>'))
      say(
        `<presence xmlns="jabber:client" to="${member.roomId}@rooms.${DOMAIN}/p${member.index}"><x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x></presence>`,
      )
    return heard?.includes("code='110'") || heard?.includes('code="110"') || false
  },
  message: ({ roomId }, count, body) =>
    `<message xmlns="jabber:client" type="groupchat" id="${count}" to="${roomId}@rooms.${DOMAIN}"><body>${body}</body></message>`,
  brings: (frame) => frame[1] === 0x6d && frame.includes('<body>'),
}

/** What the yardsticks send on: as many bytes as the product's event. */
function envelope(roomId: string, count: number, body: string): string {
  const author = { id: v7(), name: 'Maria Schulte', organisation: 'Arnsberg' }
  const data = { id: v7(), roomId, clientId: v7(), seq: count, version: count, author, body }
  return JSON.stringify({ t: 'event', topic: `room:${roomId}`, v: count, name: 'rooms.messageChanged', data })
}

export const DIALECTS = { product, ws: plainWs, socketIo, xmpp } as const
export type DialectName = keyof typeof DIALECTS
