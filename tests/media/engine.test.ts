import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Consumer } from '#protocol/meetings'
import { createLog } from '../../server/platform/log.ts'
import { MediasoupEngine } from '../../server/features/meetings/sfu/mediasoup-engine.ts'
import type { MediaPeer, MediaRoom } from '../../server/features/meetings/sfu/media-engine.ts'
import { eventually } from '../support/eventually.ts'
import { CAPABILITIES, ReceiveLine, rtpParameters, SendLine } from '../support/media.ts'
import { freePort } from '../support/ports.ts'
import { workerPids } from '../support/worker-processes.ts'

const workerBinary = process.env['MEDIASOUP_WORKER_BIN']

/** Long enough for two dozen packets. */
const MOMENT_MS = 500

function pause(milliseconds = MOMENT_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function makeEngine(port?: number, workers = 1): Promise<MediasoupEngine> {
  if (workerBinary === undefined) throw new Error('MEDIASOUP_WORKER_BIN is not set: run the tests with `npm test`')
  const media = {
    port: port ?? (await freePort()),
    workers,
    listenAddress: '127.0.0.1',
    announcedAddress: undefined,
    workerBinary,
    workerStatus: undefined,
  }
  return new MediasoupEngine({ media, publicUrl: new URL('http://localhost:3000'), log: createLog('silent') })
}

/** A room that remembers what it told. */
async function openRoom(engine: MediasoupEngine) {
  const told = {
    opened: [] as [string, Consumer][],
    closed: [] as [string, string][],
    speakers: [] as unknown[],
    lost: 0,
  }
  const room: MediaRoom = await engine.openRoom({
    consumerOpened: (peerId, consumer) => told.opened.push([peerId, consumer]),
    consumerClosed: (peerId, consumerId) => told.closed.push([peerId, consumerId]),
    activeSpeakerChanged: (peerId) => told.speakers.push(peerId),
    lost: () => (told.lost += 1),
  })
  return { room, told }
}

const sendLine = (peer: MediaPeer) => new SendLine(peer.send, (dtls) => peer.connectTransport(peer.send.id, dtls))
const receiveLine = (peer: MediaPeer) =>
  new ReceiveLine(peer.receive, (dtls) => peer.connectTransport(peer.receive.id, dtls))

let engine: MediasoupEngine
const lines: { close(): void }[] = []

beforeEach(async () => {
  engine = await makeEngine()
  await engine.start()
})

afterEach(async () => {
  for (const line of lines.splice(0)) line.close()
  await engine.close()
})

/** Two peers; A sends microphone and camera, B has set their consumers up. */
async function twoPeers() {
  const { room, told } = await openRoom(engine)
  const [a, b] = [await room.addPeer('a', CAPABILITIES), await room.addPeer('b', CAPABILITIES)]
  const sending = sendLine(a)
  lines.push(sending)
  const microphone = await sending.add('audio')
  const camera = await sending.add('video')
  const microphoneId = await a.sendStream({ source: 'microphone', rtpParameters: microphone.rtpParameters, on: true })
  const cameraId = await a.sendStream({ source: 'camera', rtpParameters: camera.rtpParameters, on: true })
  const receiving = receiveLine(b)
  lines.push(receiving)
  for (const consumer of b.consumers) await receiving.add(consumer)
  const of = (source: string) => {
    const consumer = b.consumers.find((other) => other.source === source)
    if (!consumer) throw new Error(`no consumer of the ${source}`)
    return consumer.id
  }
  microphone.start()
  camera.start()
  return {
    room,
    told,
    a,
    b,
    microphoneId,
    cameraId,
    sound: of('microphone'),
    picture: of('camera'),
    receiving,
    sending,
  }
}

describe('packets', () => {
  test('flow after resume and not before', async () => {
    const { b, receiving, sound, picture } = await twoPeers()
    await pause()
    expect([receiving.packets(sound), receiving.packets(picture)]).toEqual([0, 0])
    b.resume([sound, picture, 'unknown'])
    await eventually(() => expect(receiving.packets(sound)).toBeGreaterThan(20))
    await eventually(() => expect(receiving.packets(picture)).toBeGreaterThan(20))
  })

  test('a stream that is off reaches nobody (I7), and flows again when its owner switches it on', async () => {
    const { a, b, receiving, sound, picture, microphoneId } = await twoPeers()
    b.resume([sound, picture])
    await eventually(() => expect(receiving.packets(sound)).toBeGreaterThan(5))
    await a.switchStream(microphoneId, false)
    await pause(50)
    const [soundSoFar, pictureSoFar] = [receiving.packets(sound), receiving.packets(picture)]
    await pause()
    expect(receiving.packets(sound)).toBe(soundSoFar)
    expect(receiving.packets(picture)).toBeGreaterThan(pictureSoFar)
    expect(a.streams.find(({ id }) => id === microphoneId)?.on).toBe(false)
    await a.switchStream(microphoneId, true)
    await eventually(() => expect(receiving.packets(sound)).toBeGreaterThan(soundSoFar))
  })

  test('a stream that starts off is silent for those who come later too', async () => {
    const { room, a } = await twoPeers()
    const sending = sendLine(await room.addPeer('c', CAPABILITIES))
    lines.push(sending)
    const d = await room.addPeer('d', CAPABILITIES)
    const c = await room.addPeer('e', CAPABILITIES)
    const late = sendLine(c)
    lines.push(late)
    const microphone = await late.add('audio')
    await c.sendStream({ source: 'microphone', rtpParameters: microphone.rtpParameters, on: false })
    microphone.start()
    const receiving = receiveLine(d)
    lines.push(receiving)
    const consumer = d.consumers.find(({ peerId }) => peerId === 'e')
    if (!consumer) throw new Error('not offered')
    await receiving.add(consumer)
    d.resume([consumer.id])
    await pause()
    expect(receiving.packets(consumer.id)).toBe(0)
    expect(a.consumers.map(({ peerId }) => peerId)).toEqual(['e'])
  })

  test('end at once when the receiver is put out (I5)', async () => {
    const { b, receiving, sound, picture } = await twoPeers()
    b.resume([sound, picture])
    await eventually(() => expect(receiving.packets(sound)).toBeGreaterThan(5))
    b.close()
    await pause(50)
    const soFar = receiving.packets(sound) + receiving.packets(picture)
    await pause()
    expect(receiving.packets(sound) + receiving.packets(picture)).toBe(soFar)
  })

  test('end at once when the sender is put out, and everybody is told', async () => {
    const { a, b, receiving, sound, picture, told } = await twoPeers()
    b.resume([sound, picture])
    await eventually(() => expect(receiving.packets(sound)).toBeGreaterThan(5))
    a.close()
    expect(told.closed).toEqual([
      ['b', sound],
      ['b', picture],
    ])
    expect(b.consumers).toEqual([])
    await pause(50)
    const soFar = receiving.packets(sound)
    await pause()
    expect(receiving.packets(sound)).toBe(soFar)
  })

  test('video that is on no screen is not sent; back on screen it flows again', async () => {
    const { b, receiving, sound, picture } = await twoPeers()
    b.resume([sound, picture])
    await eventually(() => expect(receiving.packets(picture)).toBeGreaterThan(5))
    b.reportTiles([])
    await pause(300)
    const soFar = receiving.packets(picture)
    const soundSoFar = receiving.packets(sound)
    await pause()
    expect(receiving.packets(picture)).toBe(soFar)
    expect(receiving.packets(sound)).toBeGreaterThan(soundSoFar)
    b.reportTiles([{ consumerId: picture, width: 640, height: 360 }])
    await eventually(() => expect(receiving.packets(picture)).toBeGreaterThan(soFar + 5))
  })

  test('a tile gets the layer it needs: a small one the smallest, a large one the largest', async () => {
    const { room } = await openRoom(engine)
    const [a, b] = [await room.addPeer('a', CAPABILITIES), await room.addPeer('b', CAPABILITIES)]
    const sending = sendLine(a)
    const receiving = receiveLine(b)
    lines.push(sending, receiving)
    const camera = await sending.add('video', 3)
    await a.sendStream({ source: 'camera', rtpParameters: camera.rtpParameters, on: true })
    const [consumer] = b.consumers
    if (!consumer) throw new Error('not offered')
    await receiving.add(consumer)
    camera.start()
    b.resume([consumer.id])
    const layer = () => receiving.layer(consumer.id)
    await eventually(() => expect(layer()).toBe(1))
    b.reportTiles([{ consumerId: consumer.id, width: 1_280, height: 720 }])
    await eventually(() => expect(layer()).toBe(2))
    b.reportTiles([{ consumerId: consumer.id, width: 240, height: 135 }])
    await eventually(() => expect(layer()).toBe(0))
  })

  test('a hail of tile reports ends in the last one', async () => {
    const { b, receiving, sound, picture } = await twoPeers()
    b.resume([sound, picture])
    await eventually(() => expect(receiving.packets(picture)).toBeGreaterThan(5))
    for (let round = 0; round < 500; round += 1) {
      b.reportTiles(round % 2 === 0 ? [] : [{ consumerId: picture, width: round, height: round }])
    }
    const soFar = receiving.packets(picture)
    await eventually(() => expect(receiving.packets(picture)).toBeGreaterThan(soFar + 20))
    for (let round = 0; round < 501; round += 1)
      b.reportTiles(round % 2 === 1 ? [{ consumerId: picture, width: 9, height: 9 }] : [])
    await pause(500)
    const stopped = receiving.packets(picture)
    await pause()
    expect(receiving.packets(picture)).toBe(stopped)
  })
})

describe('peers', () => {
  test('one who comes later is offered everything at once, one who re-enters gets new transports', async () => {
    const { room, a, b, told } = await twoPeers()
    const c = await room.addPeer('c', CAPABILITIES)
    expect(c.consumers.map(({ source, peerId }) => `${peerId} ${source}`).toSorted()).toEqual([
      'a camera',
      'a microphone',
    ])
    const again = await room.addPeer('a', CAPABILITIES)
    expect(again.send.id).not.toBe(a.send.id)
    expect(again.streams).toEqual([])
    expect(b.consumers).toEqual([])
    expect(told.closed.filter(([peerId]) => peerId === 'c').length).toBe(2)
    await expect(
      a.sendStream({ source: 'camera', rtpParameters: rtpParameters('video', '9'), on: true }),
    ).rejects.toMatchObject({
      code: 'gone',
    })
  })

  test('whoever speaks is known, whoever is off or gone does not speak', async () => {
    const { a, told, microphoneId, room } = await twoPeers()
    await eventually(() => expect(room.activeSpeaker).toBe('a'))
    await a.switchStream(microphoneId, false)
    expect(room.activeSpeaker).toBe(null)
    await a.switchStream(microphoneId, true)
    await eventually(() => expect(room.activeSpeaker).toBe('a'))
    a.close()
    expect(told.speakers.at(-1)).toBe(null)
  })

  test('streams have bounds, and sound belongs to a screen', async () => {
    const { a, cameraId } = await twoPeers()
    let mid = 10
    const send = (source: 'microphone' | 'camera' | 'screen' | 'screenSound', screenId?: string) => {
      const kind = source === 'camera' || source === 'screen' ? 'video' : 'audio'
      return a.sendStream({ source, rtpParameters: rtpParameters(kind, String((mid += 1))), on: true, screenId })
    }
    await expect(send('microphone')).rejects.toMatchObject({ code: 'conflict' })
    await expect(send('camera')).rejects.toMatchObject({ code: 'conflict' })
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => send('screen')))
    const screens = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(screens.length).toBe(4)
    await expect(send('screenSound')).rejects.toMatchObject({ code: 'invalid' })
    await expect(send('screenSound', cameraId)).rejects.toMatchObject({ code: 'invalid' })
    const sound = await send('screenSound', screens[0])
    await expect(send('screenSound', screens[0])).rejects.toMatchObject({ code: 'conflict' })
    a.endStream(screens[0] ?? '')
    expect(a.streams.map(({ id }) => id)).not.toContain(sound)
    expect(a.streams.filter(({ source }) => source === 'screen').length).toBe(3)
    await expect(a.switchStream('nothing', true)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a transport is connected once', async () => {
    const { a } = await twoPeers()
    const value = Array.from({ length: 32 }, () => 'AB').join(':')
    const other = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] }
    await expect(a.connectTransport(a.send.id, other)).rejects.toMatchObject({ code: 'conflict' })
    await expect(a.connectTransport('nothing', other)).rejects.toMatchObject({ code: 'not_found' })
    const { usernameFragment } = a.send.iceParameters
    expect((await a.restartIce(a.send.id))['usernameFragment']).not.toBe(usernameFragment)
  })
})

describe('workers', () => {
  test('one that dies is told, its place is taken by another on the same port', async () => {
    const { told, room } = await twoPeers()
    const [pid] = workerPids()
    if (pid === undefined) throw new Error('no worker')
    process.kill(pid, 'SIGKILL')
    await eventually(() => expect(told.lost).toBe(1))
    expect(room.closed).toBe(true)
    await expect(room.addPeer('z', CAPABILITIES)).rejects.toMatchObject({ code: 'unavailable' })
    await eventually(() => expect(engine.figures.workers).toBe(1))
    expect(workerPids()).not.toContain(pid)
    const { b, receiving, sound, picture } = await twoPeers()
    b.resume([sound, picture])
    await eventually(() => expect(receiving.packets(picture)).toBeGreaterThan(5))
  })

  test('rooms spread before anybody has joined them', async () => {
    const many = await makeEngine(await freePort(), 2)
    await many.start()
    const before = workerPids()
    const opened = await Promise.all(Array.from({ length: 4 }, () => openRoom(many)))
    const ports = await Promise.all(
      opened.map(async ({ room }) => (await room.addPeer('a', CAPABILITIES)).send.iceCandidates[0]?.['port']),
    )
    expect(ports.filter((port) => port === ports[0]).length).toBe(2)
    expect(before.length).toBe(3)
    await many.close()
  })

  test('a taken port is said in one sentence', async () => {
    const port = await freePort()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const late = await makeEngine(port)
    await expect(late.start()).rejects.toThrow(`Media port ${port} is taken`)
    await late.close()
    other.close()
  })
})
