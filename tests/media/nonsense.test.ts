import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#wire/refusal'
import type { MediaPeer, MediaRoom } from '../../server/features/meetings/sfu/media-engine.ts'
import { MediasoupEngine } from '../../server/features/meetings/sfu/mediasoup-engine.ts'
import { createLog } from '../../server/platform/log.ts'
import { eventually } from '../support/eventually.ts'
import { CAPABILITIES, ReceiveLine, rtpParameters, SendLine } from '../support/media.ts'
import { freePort } from '../support/ports.ts'

const ROUNDS = 400

let engine: MediasoupEngine
let room: MediaRoom
let lost = 0
let victim: { receiving: ReceiveLine; sound: string; close: () => void }

beforeAll(async () => {
  const workerBinary = process.env['MEDIASOUP_WORKER_BIN']
  if (workerBinary === undefined) throw new Error('MEDIASOUP_WORKER_BIN is not set: run the tests with `npm test`')
  const media = {
    port: await freePort(),
    workers: 1,
    listenAddress: '127.0.0.1',
    announcedAddress: undefined,
    workerBinary,
    workerStatus: undefined,
  }
  engine = new MediasoupEngine({ media, publicUrl: new URL('http://localhost:3000'), log: createLog('silent') })
  await engine.start()
  room = await engine.openRoom({
    consumerOpened: () => undefined,
    consumerClosed: () => undefined,
    activeSpeakerChanged: () => undefined,
    lost: () => (lost += 1),
  })
  victim = await talkingPair()
})

afterAll(async () => {
  victim.close()
  await engine.close()
})

/** Two who talk with each other in the same room, and must not notice anything. */
async function talkingPair() {
  const [a, b] = [await room.addPeer('a', CAPABILITIES), await room.addPeer('b', CAPABILITIES)]
  const sending = new SendLine(a.send, (dtls) => a.connectTransport(a.send.id, dtls))
  const microphone = await sending.add('audio')
  await a.sendStream({ source: 'microphone', rtpParameters: microphone.rtpParameters, on: true })
  const receiving = new ReceiveLine(b.receive, (dtls) => b.connectTransport(b.receive.id, dtls))
  const [consumer] = b.consumers
  if (!consumer) throw new Error('not offered')
  await receiving.add(consumer)
  microphone.start()
  b.resume([consumer.id])
  return {
    receiving,
    sound: consumer.id,
    close: () => {
      sending.close()
      receiving.close()
    },
  }
}

/** Whatever happens is a refusal or an answer; the worker lives and the others hear each other. */
async function answersOrRefuses(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    expect(['invalid', 'conflict', 'too_many', 'gone']).toContain((error as Refusal).code)
  }
  expect(lost).toBe(0)
}

async function nobodyNoticed(): Promise<void> {
  const soFar = victim.receiving.packets(victim.sound)
  await eventually(() => expect(victim.receiving.packets(victim.sound)).toBeGreaterThan(soFar + 5))
  expect(lost).toBe(0)
}

const odd = fc.oneof(
  fc.constantFrom(
    null,
    -1,
    0,
    1.5,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    Number.MAX_VALUE,
    '',
    '\0',
    'x'.repeat(300),
    true,
    [],
    {},
  ),
  fc.integer(),
  fc.string(),
  fc.jsonValue(),
)

type Json = Record<string, unknown>

/** The value with one of its parts, at any depth, replaced, removed or repeated. */
function bent(value: Json): fc.Arbitrary<Json> {
  const paths = pathsOf(value)
  return fc
    .array(fc.record({ path: fc.constantFrom(...paths), how: fc.constantFrom('replace', 'remove', 'repeat'), odd }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => {
      const copy = structuredClone(value)
      for (const { path, how, odd: replacement } of changes) bend(copy, path, how, replacement)
      return copy
    })
}

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  const below = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

function bend(root: Json, path: readonly string[], how: string, replacement: unknown): void {
  let at: unknown = root
  for (const key of path.slice(0, -1)) at = typeof at === 'object' && at !== null ? (at as Json)[key] : undefined
  const last = path.at(-1)
  if (typeof at !== 'object' || at === null || last === undefined) return
  if (how === 'repeat' && Array.isArray(at)) at.push(...Array.from({ length: 40 }, () => at))
  else if (how === 'remove') delete (at as Json)[last]
  else (at as Json)[last] = replacement
}

describe('nonsense reaches nobody', () => {
  test('as capabilities', async () => {
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.oneof(bent(CAPABILITIES), fc.jsonValue()), async (capabilities) => {
        await answersOrRefuses(async () => {
          const peer = await room.addPeer(`nonsense-${(round += 1)}`, capabilities)
          peer.close()
        })
      }),
      { numRuns: ROUNDS },
    )
    await nobodyNoticed()
  })

  test('as a stream', async () => {
    const peer = await room.addPeer('sender', CAPABILITIES)
    const simulcast: Json = {
      ...rtpParameters('video', 'm1'),
      encodings: [
        { rid: 'r0', scalabilityMode: 'L1T3', maxBitrate: 100_000, rtx: { ssrc: 77 }, ssrc: 78 },
        { rid: 'r1', scalabilityMode: 'L1T3', maxBitrate: 300_000 },
        { rid: 'r2', scalabilityMode: 'L1T3', maxBitrate: 900_000 },
      ],
    }
    const offers = fc.record({
      source: fc.constantFrom('microphone', 'camera', 'screen', 'screenSound'),
      rtpParameters: fc.oneof(
        bent(simulcast),
        bent(rtpParameters('video', 'm2')),
        bent(rtpParameters('audio', 'm3')),
        fc.jsonValue(),
      ),
      on: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(offers, async (offered) => {
        await answersOrRefuses(async () => peer.endStream(await peer.sendStream(offered)))
      }),
      { numRuns: ROUNDS },
    )
    peer.close()
    await nobodyNoticed()
  })

  test('as DTLS parameters', async () => {
    const value = Array.from({ length: 32 }, () => 'AB').join(':')
    const sensible: Json = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] }
    let peer: MediaPeer = await room.addPeer('connecting', CAPABILITIES)
    await fc.assert(
      fc.asyncProperty(fc.oneof(bent(sensible), fc.jsonValue()), fc.boolean(), async (dtlsParameters, again) => {
        if (!again) peer = await room.addPeer('connecting', CAPABILITIES)
        await answersOrRefuses(() => peer.connectTransport(peer.send.id, dtlsParameters))
      }),
      { numRuns: ROUNDS },
    )
    peer.close()
    await nobodyNoticed()
  })

  test('as several streams of one number and as a fourth layer', async () => {
    const peer = await room.addPeer('twins', CAPABILITIES)
    const send = (parameters: unknown) => peer.sendStream({ source: 'screen', rtpParameters: parameters, on: true })
    await send(rtpParameters('video', 'one', 4_711))
    await expect(send(rtpParameters('video', 'two', 4_711))).rejects.toMatchObject({ code: 'invalid' })
    await expect(send(rtpParameters('video', 'one', 4_712))).rejects.toMatchObject({ code: 'invalid' })
    await expect(send(rtpParameters('audio', 'three'))).rejects.toMatchObject({ code: 'invalid' })
    const encodings = Array.from({ length: 4 }, (_, index) => ({ rid: `r${index}` }))
    await expect(send({ ...rtpParameters('video', 'four'), encodings })).rejects.toMatchObject({ code: 'invalid' })
    expect(peer.streams.length).toBe(1)
    peer.close()
    await nobodyNoticed()
  })
})
