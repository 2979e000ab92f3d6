import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { MediaState } from '#protocol/meetings'
import { Refusal } from '#wire/refusal'
import type { Config } from '../../config/env.ts'
import { findAddresses, listenInfos } from '../../server/features/meetings/sfu/addresses.ts'
import { MediasoupEngine } from '../../server/features/meetings/sfu/mediasoup-engine.ts'
import { createLog } from '../../server/platform/log.ts'
import { eventually } from '../support/eventually.ts'
import { CAPABILITIES, SendLine } from '../support/media.ts'
import { freePort } from '../support/ports.ts'

const LOCAL = new URL('http://localhost:3000')
const base: Config['media'] = {
  port: 40_000,
  workers: 1,
  listenAddress: '0.0.0.0',
  announcedAddress: undefined,
  workerBinary: undefined,
  workerStatus: undefined,
}
const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

function workerBinary(): string {
  const path = process.env['MEDIASOUP_WORKER_BIN']
  if (path === undefined) throw new Error('MEDIASOUP_WORKER_BIN is not set: run the tests with `npm test`')
  return path
}

function makeEngine(media: Partial<Config['media']>): { engine: MediasoupEngine; states: MediaState[] } {
  const engine = new MediasoupEngine({ media: { ...base, ...media }, publicUrl: LOCAL, log: createLog('silent') })
  const states: MediaState[] = []
  engine.onStateChanged((state) => states.push(state))
  ends.push(() => engine.close())
  return { engine, states }
}

const silent = {
  consumerOpened: () => undefined,
  consumerClosed: () => undefined,
  activeSpeakerChanged: () => undefined,
  lost: () => undefined,
}

/** A status file, replaced as the provision does it. */
async function statusFile() {
  const directory = await mkdtemp(join(tmpdir(), 'allmende-status-'))
  ends.push(() => rm(directory, { recursive: true }))
  const path = join(directory, 'status.json')
  return {
    path,
    async write(status: unknown): Promise<void> {
      await writeFile(`${path}.new`, typeof status === 'string' ? status : JSON.stringify(status))
      await rename(`${path}.new`, path)
    },
  }
}

describe('while the media worker is being provided', () => {
  test('progress is told, and meetings come alive without a restart', async () => {
    const status = await statusFile()
    const { engine, states } = makeEngine({ port: await freePort(), workerStatus: status.path })
    await engine.start()
    expect(engine.state).toMatchObject({ state: 'preparing' })
    await expect(engine.openRoom(silent)).rejects.toBeInstanceOf(Refusal)
    const compiling = { state: 'preparing', step: 'compile', done: 17, total: 263 }
    await status.write({ ...compiling, startedAt: 'now' })
    await eventually(() => expect(engine.state).toEqual(compiling))
    await status.write({ state: 'failed', step: 'compile', reason: 'the disk is full' })
    await eventually(() => expect(engine.state).toEqual({ state: 'failed' }))
    await status.write({ state: 'ready', path: workerBinary() })
    await eventually(() => expect(engine.state).toMatchObject({ state: 'ready' }))
    const room = await engine.openRoom(silent)
    expect((await room.addPeer('a', CAPABILITIES)).send.iceCandidates.length).toBeGreaterThan(0)
    expect(states.map(({ state }) => state).slice(-3)).toEqual(['preparing', 'failed', 'ready'])
  })

  test('an unreadable report or a missing program is a failure, not a crash', async () => {
    const status = await statusFile()
    await status.write({ state: 'ready', path: '/nowhere/worker' })
    const { engine } = makeEngine({ workerStatus: status.path })
    await engine.start()
    expect(engine.state).toEqual({ state: 'failed' })
    const { engine: other } = makeEngine({ workerBinary: '/nowhere/worker' })
    await other.start()
    expect(other.state).toEqual({ state: 'failed' })
    const { engine: wrong } = makeEngine({ workerBinary: '/bin/false' })
    await wrong.start()
    expect(wrong.state).toEqual({ state: 'failed' })
  })
})

describe('addresses', () => {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)

  test('at home: those of the machine and loopback, each as it is', async () => {
    const found = await findAddresses({ media: base, publicUrl: LOCAL })
    expect(found.map(({ ip }) => ip)).toEqual([...own, '127.0.0.1'])
    expect(found.every(({ announced }) => announced === undefined)).toBe(true)
  })

  test('in the world: the public one beside them', async () => {
    const named = await findAddresses({ media: { ...base, announcedAddress: '198.51.100.7' }, publicUrl: LOCAL })
    expect(named[0]?.announced).toBe('198.51.100.7')
    const byUrl = await findAddresses({ media: base, publicUrl: new URL('https://198.51.100.8') })
    expect(byUrl[0]?.announced).toBe('198.51.100.8')
    const single = await findAddresses({ media: { ...base, listenAddress: '127.0.0.1' }, publicUrl: LOCAL })
    expect(single).toEqual([{ ip: '127.0.0.1' }])
    const infos = listenInfos(named, 40_000)
    expect(infos.filter(({ announcedAddress }) => announcedAddress)).toMatchObject([
      { protocol: 'udp', exposeInternalIp: true },
      { protocol: 'tcp', exposeInternalIp: true },
    ])
  })

  test('media reaches the default ones', async () => {
    const { engine } = makeEngine({ port: await freePort(), workerBinary: workerBinary() })
    await engine.start()
    const room = await engine.openRoom(silent)
    const peer = await room.addPeer('a', CAPABILITIES)
    const line = new SendLine(peer.send, (dtls) => peer.connectTransport(peer.send.id, dtls))
    await line.add('audio')
    line.close()
  })
})
