import type { Random } from '../simulation/random.ts'
import { encodeFrame, OPCODE, textFrame } from './raw-line.ts'

const COMMANDS = [
  'rooms.open',
  'rooms.sendMessage',
  'rooms.readHistory',
  'rooms.listPeople',
  'rooms.markRead',
  'projects.list',
  'meetings.join',
] as const
const STRANGE = ['\u0000', '\ud800', '\u202e', '💥', '\\u0000', '"', '\\', '\n'] as const
const NUMBERS = [
  '1e400',
  '-1',
  '0',
  '9007199254740993',
  '1.5',
  '-0',
  '123456789012345678901234567890',
  '"1"',
  'null',
  '[]',
  '{}',
] as const

/** Messages that a node must take and refuse, each in as many WebSocket frames as it has; the line stays open. */
const MESSAGES: readonly ((random: Random) => Buffer)[] = [
  (random) => textFrame(letters(random, random.below(200))),
  (random) => textFrame(call(random).slice(0, random.below(60))),
  (random) => textFrame('['.repeat(1 + random.below(20_000))),
  (random) => textFrame('{"t":'.repeat(1 + random.below(4_000))),
  (random) =>
    textFrame(
      `{"__proto__":{"t":"ping"},"constructor":{"prototype":{"t":"call"}},"t":"${random.pick(['call', 'toString', '__proto__', 'hello'])}"}`,
    ),
  (random) => textFrame(`{"t":"unsubscribe","topics":[${'"room:x",'.repeat(random.below(2_000))}"room:x"]}`),
  (random) => textFrame(`{"t":"call","id":${random.pick(NUMBERS)},"name":"rooms.list","input":{}}`),
  (random) => textFrame(`{"t":"subscribe","id":1,"cursors":{"room:${uuid(random)}":${random.pick(NUMBERS)}}}`),
  (random) =>
    textFrame(
      `{"t":"call","id":${1 + random.below(99)},"name":"${random.pick(['rooms.dropAll', 'constructor', '__proto__', 'auth.signIn', '', letters(random, 80)])}","input":{}}`,
    ),
  (random) => textFrame(call(random)),
  (random) =>
    textFrame(
      JSON.stringify({ t: 'subscribe', id: 1, cursors: { [letters(random, 30)]: 0, [`nope:${uuid(random)}`]: null } }),
    ),
  (random) => textFrame(`{"t":${random.pick(NUMBERS)},"id":1}`),
  (random) =>
    textFrame(
      JSON.stringify({
        t: 'call',
        id: 1,
        name: 'rooms.sendMessage',
        input: { body: random.pick(STRANGE).repeat(random.below(50)) },
      }),
    ),
  (random) => textFrame(`{"t":"event","topic":"room:${uuid(random)}","v":1,"name":"rooms.messageChanged","data":{}}`),
  (random) => encodeFrame({ opcode: OPCODE.binary, payload: bytes(random, random.below(300)) }),
  (random) =>
    Buffer.concat([encodeFrame({ opcode: OPCODE.pong, payload: bytes(random, random.below(126)) }), textFrame('"x"')]),
  (random) => inPieces(random, letters(random, 40)),
]

/** As the others, but heavy: a few on each line. */
const HEAVY: readonly ((random: Random) => Buffer)[] = [
  (random) => textFrame(JSON.stringify({ t: 'subscribe', id: 1, cursors: topics(random, 1_000) })),
  (random) => textFrame(JSON.stringify({ t: 'subscribe', id: 1, cursors: topics(random, 1_500) })),
  () => textFrame(`{"t":"call","id":1,"name":"rooms.sendMessage","input":[${'[],'.repeat(60_000)}[]]}`),
  (random) => textFrame(`{"t":"call","id":1,"name":"rooms.open","input":{"roomId":"${letters(random, 200_000)}"}}`),
  (random) => inPieces(random, letters(random, 1_500)),
]

/** What a WebSocket may not do: the node ends the line. */
export const VIOLATIONS: Readonly<Record<string, (random: Random) => Buffer>> = {
  'not masked': () => encodeFrame({ opcode: OPCODE.text, payload: Buffer.from('{"t":"ping"}'), isMasked: false }),
  'reserved bits': (random) =>
    encodeFrame({ opcode: OPCODE.text, payload: Buffer.from('{}'), reserved: random.pick([0x10, 0x20, 0x40]) }),
  'reserved opcode': (random) => encodeFrame({ opcode: random.pick([3, 7, 11, 15]), payload: Buffer.from('{}') }),
  'control frame in pieces': () => encodeFrame({ opcode: OPCODE.ping, payload: Buffer.from('x'), isFinal: false }),
  'control frame too long': (random) => encodeFrame({ opcode: OPCODE.ping, payload: bytes(random, 126) }),
  'a claim of 2^63 bytes': () =>
    encodeFrame({ opcode: OPCODE.text, payload: Buffer.from('x'), claimedLength: 1n << 63n }),
  'a claim of 2^40 bytes': () =>
    encodeFrame({ opcode: OPCODE.binary, payload: Buffer.from('x'), claimedLength: 1n << 40n }),
  'a claim of more than a frame holds': () =>
    encodeFrame({ opcode: OPCODE.text, payload: Buffer.from('x'), claimedLength: 300_000n }),
  'text that is no UTF-8': (random) =>
    encodeFrame({
      opcode: OPCODE.text,
      payload: random.pick([Buffer.from([0xc3, 0x28]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xff])]),
    }),
  'a continuation of nothing': () => encodeFrame({ opcode: OPCODE.continuation, payload: Buffer.from('x') }),
  'a message within a message': () =>
    Buffer.concat([encodeFrame({ opcode: OPCODE.text, payload: Buffer.from('x'), isFinal: false }), textFrame('y')]),
  'a close code that is none': (random) =>
    encodeFrame({
      opcode: OPCODE.close,
      payload: Buffer.from(
        random.pick([
          [0, 0],
          [0x03, 0xed],
          [0xff, 0xff],
        ]),
      ),
    }),
  'half a close code': () => encodeFrame({ opcode: OPCODE.close, payload: Buffer.from([3]) }),
  'pieces without end': (random) =>
    Buffer.concat([
      encodeFrame({ opcode: OPCODE.text, payload: Buffer.from('x'), isFinal: false }),
      ...Array.from({ length: 40 }, () =>
        encodeFrame({ opcode: OPCODE.continuation, payload: bytes(random, 8_000), isFinal: false }),
      ),
    ]),
  'not WebSocket at all': (random) => Buffer.concat([Buffer.from([0x7f]), bytes(random, 500)]),
}

/** So many hostile messages, one after the other. */
export function hostileMessages(random: Random, count: number, heavy: number): Buffer {
  const all = Array.from({ length: count }, (_, index) => random.pick(index < heavy ? HEAVY : MESSAGES)(random))
  return Buffer.concat(all)
}

function inPieces(random: Random, text: string): Buffer {
  const last = text.length - 1
  return Buffer.concat(
    Array.from(text).flatMap((letter, index) => {
      const opcode = index === 0 ? OPCODE.text : OPCODE.continuation
      const piece = encodeFrame({ opcode, payload: Buffer.from(letter), isFinal: index === last })
      const between = encodeFrame({ opcode: OPCODE.pong, payload: Buffer.alloc(0) })
      return random.once(50) && index < last ? [piece, between] : [piece]
    }),
  )
}

function call(random: Random): string {
  const input = {
    roomId: random.once(2) ? uuid(random) : letters(random, 36),
    clientId: uuid(random),
    body: random.pick(STRANGE),
    seq: -1,
    before: 2 ** 60,
  }
  return JSON.stringify({ t: 'call', id: 1 + random.below(1_000), name: random.pick(COMMANDS), input })
}

function topics(random: Random, count: number): Record<string, number | null> {
  return Object.fromEntries(
    Array.from({ length: count }, () => [
      `${random.pick(['room', 'user', 'project'])}:${uuid(random)}`,
      random.once(2) ? null : random.below(1_000),
    ]),
  )
}

function uuid(random: Random): string {
  const digits = Array.from({ length: 12 }, () => random.below(16).toString(16)).join('')
  return `01900000-0000-7000-8000-${digits}`
}

function letters(random: Random, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(32 + random.below(90))).join('')
}

function bytes(random: Random, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => random.below(256)))
}
