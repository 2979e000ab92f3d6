import { describe, expect, test } from 'vitest'
import { EditMessage, SendMessage } from '#protocol/rooms'
import { check, type Run } from './checker/index.ts'
import type { LedgerChange } from './ledger.ts'
import type { FinalClient, RunRecord, SeenMessage } from './record.ts'

/*
 * Hand-made runs: Anke and Bernd in one room. Version 1 is the room, 2 and 3 are messages of Anke's, 4 edits the first. Each test
 * changes one thing about it.
 */

const ROOM = 'room'
const [ANKE, BERND] = ['anke', 'bernd']

function message(seq: number, change: Partial<SeenMessage> = {}): SeenMessage {
  return {
    id: `m${seq}`,
    clientId: `c${seq}`,
    seq,
    version: seq,
    author: ANKE,
    body: `text ${seq}`,
    marks: '',
    ...change,
  }
}

const edited = message(2, { version: 4, body: 'edited 2', marks: 'edited' })

function committed(each: SeenMessage, at: number): LedgerChange {
  return { room: ROOM, at, message: each }
}

function applied(at: number, v: number, each: SeenMessage): RunRecord {
  return { t: 'change', at, who: 1, room: ROOM, change: { v, name: 'rooms.messageChanged', message: each } }
}

function arrived(at: number, v: number, change: Partial<RunRecord> = {}): RunRecord {
  const item = { t: 'arrived', at, who: 1, session: 0, by: 'page', room: ROOM, v, name: 'rooms.messageChanged' }
  return { ...item, ...change } as RunRecord
}

function called(seq: number, change: Partial<RunRecord> = {}): RunRecord {
  const call = { t: 'call', at: seq * 1_000, end: seq * 1_000 + 20, who: 0, name: SendMessage.name, room: ROOM }
  const said = { clientId: `c${seq}`, body: `text ${seq}`, outcome: 'done', answer: message(seq) }
  return { ...call, ...said, ...change } as RunRecord
}

const beginning: RunRecord[] = [
  { t: 'follow', at: 100, who: 1, room: ROOM, state: 'begins', version: 1 },
  { t: 'state', at: 110, who: 1, state: 'connected' },
]

function bernd(change: Partial<FinalClient['rooms'][number]> = {}): FinalClient {
  const room = { id: ROOM, version: 4, readSeq: 2, unread: 1, more: false, messages: [edited, message(3)], ...change }
  return { who: 1, state: 'connected', unsettled: '', pending: [], rooms: [room] }
}

/** A run in which everything is as it should be, but for what is given. */
function run(change: Partial<Run> = {}): Run {
  return {
    people: [ANKE, BERND],
    ledger: {
      changes: [committed(message(2), 2_010), committed(message(3), 3_010), committed(edited, 4_010)],
      memberships: [{ room: ROOM, at: 0, version: 1, people: new Set([ANKE, BERND]) }],
    },
    truth: {
      messages: new Map([[ROOM, [edited, message(3)]]]),
      versions: new Map([[ROOM, 4]]),
      people: new Map([[ROOM, new Set([ANKE, BERND])]]),
      readSeqs: new Map([[`${BERND} ${ROOM}`, 2]]),
    },
    records: [
      ...beginning,
      called(2),
      applied(2_015, 2, message(2)),
      called(3),
      applied(3_015, 3, message(3)),
      applied(4_015, 4, edited),
      { t: 'state', at: 30_000, who: 1, state: 'idle' },
    ],
    faults: [],
    clients: [bernd()],
    ...change,
  }
}

/** The same, with these records instead of what Bernd's client was given. */
function given(...records: RunRecord[]): Run {
  const rest = run().records.filter(({ t }) => t !== 'change')
  return run({ records: [...rest.slice(0, -1), ...records, ...rest.slice(-1)] })
}

function kinds(of: Run): string[] {
  return [...new Set(check(of).findings.map(({ kind }) => kind))].toSorted()
}

test('nothing is found where nothing is wrong', () => {
  const { findings, deliveries } = check(run())
  expect(findings).toEqual([])
  expect(deliveries).toBe(3)
})

describe('what a client is given', () => {
  const first = applied(2_015, 2, message(2))
  const second = applied(3_015, 3, message(3))
  const third = applied(4_015, 4, edited)
  const caughtUp = (at: number, version: number, changes: [number, SeenMessage][]): RunRecord => {
    const seen = changes.map(([v, each]) => ({ v, name: 'rooms.messageChanged', message: each }))
    return { t: 'caughtUp', at, who: 1, room: ROOM, state: 'current', version, changes: seen }
  }

  test('a change that comes again', () => {
    expect(kinds(given(first, second, second, third))).toEqual(['doubled'])
  })

  test('a hole', () => {
    expect(kinds(given(first, third))).toEqual(['reordered'])
  })

  test('two changes the other way round', () => {
    expect(kinds(given(first, third, second))).toEqual(['doubled', 'reordered'])
  })

  test('a text that was never there', () => {
    expect(kinds(given(first, applied(3_015, 3, message(3, { body: 'made up' })), third))).toEqual(['wrong'])
  })

  test('catching up brings the state of what changed', () => {
    const answer: [number, SeenMessage][] = [
      [3, message(3)],
      [4, edited],
    ]
    expect(kinds(given(caughtUp(4_500, 4, answer)))).toEqual([])
  })

  test('catching up that leaves something out', () => {
    expect(kinds(given(caughtUp(4_500, 4, [[4, edited]])))).toEqual(['lost'])
  })

  test('something missing while the client says it is current', () => {
    const late = applied(20_000, 4, edited)
    expect(kinds(given(first, second, late))).toEqual(['lost'])
  })

  test('the same while it says it is behind', () => {
    const behind: RunRecord = { t: 'state', at: 4_000, who: 1, state: 'behind' }
    expect(kinds(given(first, second, behind, applied(20_000, 4, edited)))).toEqual([])
  })

  test('the same while Postgres is away', () => {
    const fault = { kind: 'postgres', from: 4_020, to: 19_000 } as const
    expect(kinds({ ...given(first, second, applied(20_000, 4, edited)), faults: [fault] })).toEqual([])
  })

  test('the same while its node is paused is excused only as long as a client needs to notice', () => {
    const socket: RunRecord = { t: 'socket', at: 105, who: 1, session: 0, node: 2, state: 'open' }
    const pause = { kind: 'pause', from: 4_000, to: 40_000, node: 2 } as const
    const until = (at: number) => ({ ...given(first, second, socket, applied(at, 4, edited)), faults: [pause] })
    expect(kinds(until(17_000))).toEqual([])
    expect(kinds(until(25_000))).toEqual(['lost'])
  })
})

describe('how versions are taken', () => {
  const ledger = run().ledger

  test('one twice', () => {
    const again = committed(message(3, { id: 'other', clientId: 'other', body: 'other' }), 3_020)
    expect(kinds(run({ ledger: { ...ledger, changes: [...ledger.changes, again] } }))).toContain('doubled')
  })

  test('one by nobody', () => {
    const truth = { ...run().truth, versions: new Map([[ROOM, 5]]) }
    expect(kinds(run({ truth, clients: [bernd({ version: 5 })] }))).toEqual(['lost'])
  })

  test('one text as two messages', () => {
    const twin = message(5, { body: 'text 3' })
    const changes = [...ledger.changes, committed(twin, 5_000)]
    expect(kinds(run({ ledger: { ...ledger, changes } }))).toContain('doubled')
  })
})

describe('what is sent', () => {
  const records = (...calls: RunRecord[]) => run({ records: [...run().records, ...calls] })

  test('acknowledged and not there', () => {
    expect(kinds(records(called(9)))).toEqual(['lost'])
  })

  test('acknowledged at another place', () => {
    expect(kinds(records(called(3, { answer: message(3, { seq: 5 }) })))).toEqual(['reordered'])
  })

  test('a repetition that is another message', () => {
    expect(kinds(records(called(3, { answer: message(3, { id: 'second' }) })))).toEqual(['doubled'])
  })

  test('a repetition that is refused as if it were something else', () => {
    expect(kinds(records(called(3, { outcome: 'refused', code: 'conflict' })))).toEqual(['doubled'])
  })

  test('refused and there', () => {
    const refused = run().records.map((record) =>
      record.t === 'call' && record.clientId === 'c3' ? called(3, { outcome: 'refused', code: 'not_found' }) : record,
    )
    expect(kinds(run({ records: refused }))).toEqual(['wrong'])
  })

  test('refused after an attempt without an answer, and there', () => {
    const unknown = run().records.map((record) =>
      record.t === 'call' && record.clientId === 'c3' ? called(3, { outcome: 'unknown' }) : record,
    )
    const refused = called(3, { outcome: 'refused', code: 'not_found' })
    expect(kinds(run({ records: [...unknown, refused] }))).toEqual([])
  })

  test('an acknowledged edit that is not there', () => {
    const answer = message(2, { version: 7, body: 'lost edit' })
    expect(kinds(records(called(2, { name: EditMessage.name, body: 'lost edit', answer })))).toEqual(['lost'])
  })
})

describe('whom it reaches', () => {
  const without = { room: ROOM, at: 2_500, version: 3, people: new Set([ANKE]) }
  const again = { room: ROOM, at: 6_000, version: 5, people: new Set([ANKE, BERND]) }
  const [, , , firstCall] = run().records
  const leaksOf = (memberships: (typeof without)[], ...records: RunRecord[]) =>
    check(
      run({
        ledger: { changes: run().ledger.changes, memberships: [...run().ledger.memberships, ...memberships] },
        records,
      }),
    ).findings.filter(({ kind }) => kind === 'leaked').length

  test('what is older than a removal may come after it', () => {
    expect(leaksOf([without], arrived(2_600, 2))).toBe(0)
  })

  test('what is newer than a removal may not, on no way', () => {
    expect(leaksOf([without], arrived(4_015, 4))).toBe(1)
    expect(leaksOf([without], arrived(4_015, 4, { by: 'watcher', name: 'heads' }))).toBe(1)
    expect(leaksOf([without], arrived(4_015, 4, { by: 'answer' }))).toBe(1)
  })

  test('whoever is let in again reads what they missed, not before', () => {
    expect(leaksOf([without, again], arrived(6_100, 4))).toBe(0)
    expect(leaksOf([without, again], arrived(5_900, 4))).toBe(1)
  })

  test('nothing that began after a sign-out reaches the session that ended', () => {
    const signedOut: RunRecord = { t: 'signedOut', at: 2_500, who: 1, session: 0 }
    expect(firstCall?.t).toBe('change')
    expect(leaksOf([], called(2), called(3), signedOut, arrived(3_020, 3))).toBe(1)
    expect(leaksOf([], called(2), called(3), signedOut, arrived(2_600, 2))).toBe(0)
    expect(leaksOf([], called(2), called(3), signedOut, arrived(3_020, 3, { session: 1 }))).toBe(0)
  })
})

describe('what is shown in the end', () => {
  const of = (client: FinalClient) => kinds(run({ clients: [client] }))

  test('a message too few, too many, twice, or at another place', () => {
    expect(of(bernd({ messages: [edited] }))).toEqual(['lost'])
    expect(of(bernd({ messages: [edited, message(3), message(9)] }))).toEqual(['wrong'])
    expect(of(bernd({ messages: [edited, message(3), message(3)] }))).toEqual(['doubled'])
    expect(of(bernd({ messages: [message(3), edited] }))).toEqual(['reordered'])
  })

  test('an old text, a wrong number, a wrong mark', () => {
    expect(of(bernd({ messages: [message(2), message(3)] }))).toEqual(['wrong'])
    expect(of(bernd({ unread: 2 }))).toEqual(['wrong'])
    expect(of(bernd({ readSeq: 3 }))).toEqual(['wrong'])
  })

  test('a room too few or too many, or an old one', () => {
    expect(of({ ...bernd(), rooms: [] })).toEqual(['lost'])
    expect(of(bernd({ version: 3 }))).toEqual(['lost'])
    const truth = { ...run().truth, people: new Map([[ROOM, new Set([ANKE])]]) }
    expect(kinds(run({ truth }))).toEqual(['leaked'])
  })

  test('only the newest part needs to be here', () => {
    expect(of(bernd({ more: true, messages: [message(3)] }))).toEqual([])
    expect(of(bernd({ more: true, messages: [] }))).toEqual(['lost'])
  })

  test('a client that did not settle, a message that is still on its way', () => {
    expect(of({ ...bernd(), unsettled: 'is reconnecting' })).toEqual(['lost'])
    expect(of({ ...bernd(), pending: [{ clientId: 'c9', state: 'waiting' }] })).toEqual(['lost'])
    expect(of({ ...bernd(), pending: [{ clientId: 'c9', state: 'failed' }] })).toEqual([])
  })
})

test('recovery lasts until everything that was missed is here', () => {
  const records: RunRecord[] = [
    ...beginning,
    { t: 'line', at: 1_000, who: 1, state: 'cut' },
    { t: 'state', at: 1_000, who: 1, state: 'reconnecting' },
    { t: 'line', at: 4_100, who: 1, state: 'whole' },
    { t: 'state', at: 4_400, who: 1, state: 'connected' },
    { t: 'caughtUp', at: 4_700, who: 1, room: ROOM, state: 'current', version: 4, changes: [] },
    { t: 'state', at: 30_000, who: 1, state: 'idle' },
  ]
  expect(check(run({ records })).recovery.times).toEqual([600])
})
