import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, type DatabaseTarget } from '../../server/platform/db.ts'
import { canReach } from '../../server/platform/embedded-postgres/system-user.ts'
import { eventually } from '../support/eventually.ts'

const program = new URL('../support/embedded-server.ts', import.meta.url).pathname
const somebody = { uid: 1000, gid: 1000 }
const asRoot = process.getuid?.() === 0
/** A checkout below root's private home is nothing another person could start from. */
const othersRead = asRoot && canReach(somebody, program)

interface Server {
  process: ChildProcess
  sql: postgres.Sql
  /** The pid of Postgres itself. */
  postgresPid: number
}

let directory: string
let processes: ChildProcess[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'allmende-embedded-'))
  chmodSync(directory, 0o755)
  processes = []
})

afterEach(async () => {
  for (const child of processes) if (child.exitCode === null) child.kill('SIGTERM')
  await Promise.all(
    processes
      .filter((child) => child.exitCode === null && child.signalCode === null)
      .map((child) => once(child, 'exit')),
  )
  rmSync(directory, { recursive: true, force: true })
})

/** Starts a server process; the answer is what it says, its connection or why it has none. */
async function run(
  dataDir: string,
  user?: { uid: number; gid: number },
): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, user ? [program, dataDir, String(user.uid)] : [program, dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  processes.push(child)
  const said = await new Promise<string>((done) => {
    let text = ''
    const take = (chunk: Buffer): void => void (text += chunk.toString())
    child.stdout.on('data', take).once('data', () => done(text))
    child.stderr.on('data', take)
    child.once('close', () => done(text))
  })
  return { child, said }
}

async function start(dataDir: string, user?: { uid: number; gid: number }): Promise<Server> {
  const { child, said } = await run(dataDir, user)
  const target: DatabaseTarget = { kind: 'socket', ...JSON.parse(said) }
  const postgresPid = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  return { process: child, sql: connect(target, { max: 1 }), postgresPid }
}

async function kill(server: Server, signal: NodeJS.Signals): Promise<void> {
  const ended = once(server.process, 'exit')
  server.process.kill(signal)
  await ended
}

async function countNotes(sql: postgres.Sql): Promise<number> {
  await sql`create table if not exists notes (note text)`
  await sql`insert into notes values ('Moin')`
  return (await sql`select * from notes`).length
}

test('what was committed is there after the server was killed, then after everything was', async () => {
  const dataDir = join(directory, 'data')
  const first = await start(dataDir)
  expect(await countNotes(first.sql)).toBe(1)
  await kill(first, 'SIGKILL')
  // Its Postgres lives on without an owner: the next server stops it.
  expect(statSync(`/proc/${first.postgresPid}`).isDirectory()).toBe(true)

  const second = await start(dataDir)
  expect(second.postgresPid).not.toBe(first.postgresPid)
  expect(await countNotes(second.sql)).toBe(2)
  process.kill(second.postgresPid, 'SIGKILL')
  await kill(second, 'SIGKILL')

  const third = await start(dataDir)
  expect(await countNotes(third.sql)).toBe(3)
  await third.sql.end()
  await kill(third, 'SIGTERM')
  expect(third.process.exitCode).toBe(0)
}, 60_000)

test('a second server on the same directory is refused, the first goes on', async () => {
  const dataDir = join(directory, 'data')
  const first = await start(dataDir)
  const { said } = await run(dataDir)
  expect(said).toBe(
    `Allmende is already running on the data directory ${dataDir} (process ${first.process.pid}). Stop it first, or set DATA_DIR to another directory.`,
  )
  expect(await countNotes(first.sql)).toBe(1)
  await first.sql.end()
})

test('a lock that a dead process left, or a full disk damaged, stops nobody', async () => {
  const dataDir = join(directory, 'data')
  mkdirSync(dataDir)
  for (const left of [JSON.stringify({ pid: process.pid, start: '1' }), '{"pid":']) {
    writeFileSync(join(dataDir, 'server.lock'), left)
    const server = await start(dataDir)
    await kill(server, 'SIGTERM')
  }
})

test('Postgres comes back by itself when it has died', async () => {
  const dataDir = join(directory, 'data')
  const { sql, postgresPid } = await start(dataDir)
  expect(await countNotes(sql)).toBe(1)
  process.kill(postgresPid, 'SIGKILL')
  await eventually(async () => expect(await countNotes(sql)).toBeGreaterThan(1))
  await sql.end()
})

test.runIf(othersRead)(
  'as root Postgres runs as somebody else, and as a person without privileges as that person',
  async () => {
    const rooted = await start(join(directory, 'rooted'))
    expect(statSync(`/proc/${rooted.postgresPid}`).uid).not.toBe(0)

    const own = join(directory, 'own')
    mkdirSync(own)
    chownSync(own, somebody.uid, somebody.gid)
    const server = await start(join(own, 'data'), somebody)
    expect(statSync(`/proc/${server.postgresPid}`).uid).toBe(somebody.uid)
    expect(await countNotes(server.sql)).toBe(1)
    await server.sql.end()
    await kill(server, 'SIGTERM')

    // Root may take over what the person made: Postgres goes on as that person.
    const taken = await start(join(own, 'data'))
    expect(statSync(`/proc/${taken.postgresPid}`).uid).toBe(somebody.uid)
    expect(await countNotes(taken.sql)).toBe(2)
    await Promise.all([taken.sql.end(), rooted.sql.end()])
  },
  60_000,
)

test.runIf(asRoot)(
  'as root below a private home the cluster lives where its user can reach it',
  async () => {
    chmodSync(directory, 0o700)
    const dataDir = join(directory, 'data')
    const server = await start(dataDir)
    expect(await countNotes(server.sql)).toBe(1)
    await server.sql.end()
    await kill(server, 'SIGTERM')
    const again = await start(dataDir)
    expect(await countNotes(again.sql)).toBe(2)
    await again.sql.end()
    await kill(again, 'SIGTERM')
    rmSync(realpathSync(join(dataDir, 'postgres')), { recursive: true })
  },
  60_000,
)

test.runIf(asRoot)("a data directory that is root's alone lets Postgres pass, and nobody else", async () => {
  const dataDir = join(directory, 'data')
  mkdirSync(dataDir, { mode: 0o700 })
  const server = await start(dataDir)
  expect(await countNotes(server.sql)).toBe(1)
  await server.sql.end()
  expect(realpathSync(join(dataDir, 'postgres'))).toBe(join(dataDir, 'postgres'))
  expect(statSync(dataDir).mode & 0o777).toBe(0o710)
})

test('a directory that cannot be used is named with the way out', async () => {
  const file = join(directory, 'file')
  writeFileSync(file, '')
  const { said } = await run(join(file, 'data'))
  expect(said).toContain('a part of the path is a file. Set DATA_DIR to a directory that this user may write to.')
})
