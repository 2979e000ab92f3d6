import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHAIN_START, hashLine, type AuditLine } from '../../server/platform/audit-chain.ts'
import { readHead, recordAudit, type AuditEntry } from '../../server/platform/audit-log.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { connect, openDatabase, type Database } from '../../server/platform/db.ts'
import { createLog } from '../../server/platform/log.ts'
import { describeVerdict, readAnchor, verifyAudit } from '../../server/verify-audit.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { databaseByUrl, startServerProcess } from '../support/server-process.ts'

const LINES = 12

let database: TestDatabase
let nodes: Database[]
/** Whoever holds the database itself. */
let superuser: postgres.Sql
let heads: string[]

beforeEach(async () => {
  database = await createDatabase()
  nodes = [1, 2].map(() => openDatabase({ target: database.target, log: createLog('silent') }))
  superuser = connect(database.target, { max: 1 })
  heads = []
})
afterEach(async () => {
  await Promise.all([...nodes.map((node) => node.close()), superuser.end()])
  await database.drop()
})

async function record(...entries: Partial<AuditEntry>[]): Promise<void> {
  const [node] = nodes
  await node!.transaction(async (tx) => {
    for (const entry of entries)
      recordAudit({ clock: systemClock }, tx, { event: 'test.happened', actorId: null, ...entry })
  })
  const { seq, hash } = await readHead(node!)
  heads.push(`${seq}:${hash}`)
}

async function fill(): Promise<void> {
  for (let line = 1; line <= LINES; line++)
    await record({ actorId: randomUUID(), details: { line, even: line % 2 === 0, nothing: null, word: 'admin' } })
}

/** What the command says, with the anchors an auditor has kept. */
async function verify(...expected: string[]): Promise<string> {
  const anchors = expected.map((text) => readAnchor(text)!)
  return describeVerdict(await verifyAudit(database.target, anchors))
}

async function tamper(...statements: string[]): Promise<void> {
  await superuser.unsafe('alter table audit_log disable trigger all')
  for (const statement of statements) await superuser.unsafe(statement)
  await superuser.unsafe('alter table audit_log enable trigger all')
}

test('what was recorded is a chain, whichever values it holds', async () => {
  await record({ details: { zero: 0, minus: -0, most: Number.MAX_SAFE_INTEGER, text: '', no: false } })
  await record({ details: { b: 1, a: 2 } }, { subject: { kind: 'person', id: randomUUID() } }, {})
  expect(await verify()).toContain('whole: 4 lines')
  const [last] = await superuser<{ seq: string; hash: string }[]>`select seq, hash from audit_log where seq = 4`
  expect(await verify()).toContain(`${last!.seq}:${last!.hash}`)
})

test('a line holds nothing that a person could have written, and the transaction that tries fails', async () => {
  for (const entry of [
    { details: { name: 'Maria Schulte' } },
    { details: { email: 'maria@arnsberg.example' } },
    { subject: { kind: 'person', id: 'Maria Schulte' } },
    { event: 'Maria was here' },
    { details: { share: 0.5 } },
    { details: { gone: undefined as never } },
  ])
    await expect(record(entry)).rejects.toThrow('not for the audit log')
  expect(await verify()).toContain('whole: 0 lines')
})

test('200 transactions at once at two nodes make one unbroken chain; what is rolled back leaves no hole', async () => {
  const work = Array.from({ length: 200 }, (_, index) =>
    nodes[index % 2]!.transaction(async (tx) => {
      for (let line = 0; line <= index % 3; line++)
        recordAudit({ clock: systemClock }, tx, { event: 'test.happened', actorId: null, details: { index, line } })
      // Work of others before the commit may record as well.
      tx.beforeCommit(async () => {
        recordAudit({ clock: systemClock }, tx, { event: 'test.wentOn', actorId: null, details: { index } })
      })
      if (index % 10 === 0) throw new Error('rolled back')
    }),
  )
  const outcomes = await Promise.allSettled(work)
  const kept = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []))
  expect(kept.length).toBe(180)
  const expected = kept.reduce((sum, index) => sum + (index % 3) + 2, 0)
  expect(await verify()).toContain(`whole: ${expected} lines`)
  expect([...(await superuser`select max(seq)::int as last from audit_log`)]).toEqual([{ last: expected }])
}, 60_000)

test('the product cannot change, remove or empty anything', async () => {
  await fill()
  for (const statement of [
    `update audit_log set event = 'test.other' where seq = 3`,
    'delete from audit_log where seq = 3',
    'truncate audit_log',
  ])
    await expect(superuser.unsafe(statement)).rejects.toThrow('audit_log is append-only')
  expect(await verify(heads.at(-1)!)).toContain(`whole: ${LINES} lines`)
})

describe('whoever holds the database itself is found out:', () => {
  beforeEach(fill)

  test.each([
    ['another event', `update audit_log set event = 'test.other' where seq = 5`],
    ['another person', `update audit_log set actor_id = null where seq = 5`],
    ['another organisation', `update audit_log set organisation_id = gen_random_uuid() where seq = 5`],
    ['another subject', `update audit_log set subject_kind = 'person' where seq = 5`],
    ['another moment', `update audit_log set at = at - interval '1 millisecond' where seq = 5`],
    ['no moment at all', `update audit_log set at = 'infinity' where seq = 5`],
    ['other details', `update audit_log set details = details || '{"line": 6}' where seq = 5`],
    ['broken details', `update audit_log set details = 'null' where seq = 5`],
    ['fewer details', `update audit_log set details = details - 'nothing' where seq = 5`],
  ])('a line with %s', async (_, statement) => {
    await tamper(statement)
    expect(await verify()).toContain('Line 5 was changed. Lines 1 to 4 are whole.')
  })

  test('a line with another hash', async () => {
    await tamper(`update audit_log set hash = repeat('a', 64) where seq = 5`)
    expect(await verify()).toMatch(/Line 5 does not follow from line 4/)
  })

  test('a line that is gone, with a hole and without', async () => {
    await tamper('delete from audit_log where seq = 5')
    expect(await verify()).toContain('Line 5 was removed. Lines 1 to 4 are whole.')
    await tamper(
      'update audit_log set seq = seq - 1000 where seq > 5',
      'update audit_log set seq = seq + 999 where seq < 0',
    )
    expect(await verify()).toContain('Line 5 was removed. Lines 1 to 4 are whole.')
  })

  test('the beginning that is gone', async () => {
    await tamper('delete from audit_log where seq <= 3')
    expect(await verify()).toContain('Line 1 was removed.')
  })

  test('a line that was put in', async () => {
    await tamper(
      'update audit_log set seq = -seq where seq >= 5',
      'update audit_log set seq = -seq + 1 where seq < 0',
      `insert into audit_log select 5, at, 'test.forged', actor_id, organisation_id, subject_kind, subject_id, details,
        repeat('b', 64) from audit_log where seq = 4`,
    )
    expect(await verify()).toContain('Line 5 was inserted. Lines 1 to 4 are whole.')
  })

  test('a line that was put in beside another of its number, or before all', async () => {
    const copy = (seq: number, from: number) =>
      `insert into audit_log select ${seq}, at, event, actor_id, organisation_id, subject_kind, subject_id, details, hash
        from audit_log where seq = ${from}`
    await tamper('drop index audit_log_hash', copy(0, 1))
    expect(await verify()).toContain('Line 0 was inserted.')
    await tamper(
      'delete from audit_log where seq = 0',
      'alter table audit_log drop constraint audit_log_pkey',
      copy(5, 5),
    )
    expect(await verify()).toContain('Line 5 was inserted. Lines 1 to 5 are whole.')
  })

  test('lines that changed places', async () => {
    await tamper(
      'update audit_log set seq = -5 where seq = 5',
      'update audit_log set seq = 5 where seq = 8',
      'update audit_log set seq = 8 where seq = -5',
    )
    expect(await verify()).toContain('Line 5 stands elsewhere')
  })

  test('an end that was cut off, by whoever has kept a later head', async () => {
    await tamper('delete from audit_log where seq > 9')
    expect(await verify()).toContain('whole: 9 lines')
    expect(await verify(heads[6]!)).toContain('whole: 9 lines')
    expect(await verify(heads[3]!, heads[11]!)).toContain('Lines 10 to 12 were cut off at the end.')
    const hashAlone = heads[11]!.split(':')[1]!
    expect(await verify(hashAlone)).toContain(`No line has the hash ${hashAlone}.`)
    expect(await verify(heads[6]!.split(':')[1]!)).toContain('whole: 9 lines')
  })

  test('a chain that was written anew from a line on, by whoever has kept a later head', async () => {
    await rewriteFrom(6, (line) => (line.seq === 6 ? { ...line, event: 'test.other' } : line))
    expect(await verify()).toContain(`whole: ${LINES} lines`)
    expect(await verify(heads[3]!, heads[8]!, heads[11]!)).toMatch(
      /Line 9 has another hash .* from a line between 5 and 9\./,
    )
    expect(await verify(heads[4]!)).toContain(`whole: ${LINES} lines`)
  })

  test('a clock that went back is told, and is no manipulation', async () => {
    await rewriteFrom(7, (line) => (line.seq === 7 ? { ...line, at: new Date(line.at.getTime() - 3_600_000) } : line))
    expect(await verify()).toMatch(/The clock was set back before these lines: 7\.\nThe audit log is whole/)
  })
})

/** As somebody would who knows how the chain is made. */
async function rewriteFrom(seq: number, change: (line: Omit<AuditLine, 'hash'>) => Omit<AuditLine, 'hash'>) {
  const rows = await superuser<(Omit<AuditLine, 'seq'> & { seq: string })[]>`
    select seq, at, event, actor_id as "actorId", organisation_id as "organisationId", subject_kind as "subjectKind",
      subject_id as "subjectId", details, hash from audit_log order by seq`
  let before = CHAIN_START
  await superuser.unsafe('alter table audit_log disable trigger all')
  for (const { hash, ...row } of rows) {
    const line = change({ ...row, seq: Number(row.seq) })
    if (line.seq >= seq) {
      before = hashLine(line, before)
      await superuser`update audit_log set event = ${line.event}, at = ${line.at}, hash = ${before} where seq = ${line.seq}`
    } else before = hash
  }
  await superuser.unsafe('alter table audit_log enable trigger all')
}

test('the command tells by its exit status, and says which line', async () => {
  await fill()
  const { url, close } = await databaseByUrl(database.target)
  const run = async (...args: string[]) => {
    const command = await startServerProcess({ DATABASE_URL: url }, ['--verify-audit', ...args])
    return { status: await command.ended(), said: command.said() }
  }
  try {
    expect(await run('--expect', heads.at(-1)!)).toMatchObject({ status: 0, said: expect.stringContaining('whole') })
    await tamper('delete from audit_log where seq = 12', `update audit_log set event = 'test.other' where seq = 11`)
    const found = await run()
    expect(found).toMatchObject({ status: 1, said: expect.stringContaining('Line 11') })
    expect(await run('--expect', 'nonsense')).toMatchObject({ status: 2 })
  } finally {
    await close()
  }
}, 60_000)
