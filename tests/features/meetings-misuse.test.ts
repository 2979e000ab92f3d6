import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ConnectTransport,
  EndStream,
  JoinMeeting,
  LeaveMeeting,
  ParticipantChanged,
  ReadMediaState,
  ReadMeeting,
  ReportTiles,
  RestartIce,
  ResumeConsumers,
  SendStream,
  StartMeeting,
  SwitchStream,
} from '#protocol/meetings'
import { PERSON_LIMITS } from '../../server/features/meetings/owner.ts'
import { Refusal } from '#wire/refusal'
import { startApp, type TestApp } from '../support/app.ts'
import type { TestSocket } from '../support/socket.ts'
import { Town, type Citizen } from '../support/town.ts'

const HISTORIES = 150
const STEPS = 12

let app: TestApp
let maria: Citizen
let jonas: Citizen
let bystander: TestSocket
let watched: { meetingId: string; peerId: string }
let rtpCapabilities: Record<string, unknown>

beforeAll(async () => {
  app = await startApp()
  const town = await Town.found(app)
  maria = await town.person('Maria Voss', 'Arnsberg')
  jonas = await town.person('Jonas Ley', 'Olpe')
  const room = await town.room(maria, await town.project(maria, [[jonas, 'member']]))
  const { id: meetingId } = await maria.call(StartMeeting, { roomId: room.id })
  const state = await maria.call(ReadMediaState, {})
  if (state.state !== 'ready') throw new Error(`media is ${state.state}`)
  rtpCapabilities = state.routerRtpCapabilities
  watched = { meetingId, peerId: v7() }
  bystander = await maria.socket()
  await bystander.call(JoinMeeting, { ...watched, rtpCapabilities })
  await bystander.subscribe({ [`meeting:${meetingId}`]: null })
})
afterAll(() => app?.close())

/** Ids that were once given out, by their place in the list, and some that never were. */
const place = fc.nat({ max: 5 })
const somethingElse = fc.constantFrom('nothing', 'a-b-c', '00000000-0000-4000-8000-000000000000')
const reference = fc.oneof({ weight: 4, arbitrary: place }, somethingElse)

/** Mostly the same peer, sometimes another of the same person, sometimes somebody else's. */
const whose = fc.constantFrom(0, 0, 0, 0, 1, 2)

const step = fc.oneof(
  fc.record({ does: fc.constant('join' as const), peer: whose, sane: fc.constantFrom(true, true, true, false) }),
  fc.record({ does: fc.constant('connect' as const), peer: whose, transport: reference, hex: fc.nat({ max: 2 }) }),
  fc.record({ does: fc.constant('restart' as const), peer: whose, transport: reference }),
  fc.record({
    does: fc.constant('send' as const),
    peer: whose,
    source: fc.constantFrom('microphone' as const, 'camera' as const, 'screen' as const, 'screenSound' as const),
    ssrc: fc.integer({ min: -1, max: 3 }),
    screen: fc.option(reference, { nil: undefined }),
    on: fc.boolean(),
  }),
  fc.record({ does: fc.constant('switch' as const), peer: whose, stream: reference, on: fc.boolean() }),
  fc.record({ does: fc.constant('end' as const), peer: whose, stream: reference }),
  fc.record({ does: fc.constant('resume' as const), peer: whose, consumers: fc.array(reference, { maxLength: 4 }) }),
  fc.record({ does: fc.constant('tiles' as const), peer: whose, consumers: fc.array(reference, { maxLength: 4 }) }),
  fc.record({ does: fc.constant('leave' as const), peer: whose }),
  fc.record({ does: fc.constant('read' as const), peer: whose }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Somebody whose client has lost its mind. */
class Confused {
  readonly peers = [v7(), v7(), watched.peerId]
  readonly #transports: string[] = []
  readonly #streams: string[] = []
  readonly #socket: TestSocket

  constructor(socket: TestSocket) {
    this.#socket = socket
  }

  async take(step: Step): Promise<void> {
    const own = { meetingId: watched.meetingId, peerId: this.peers[step.peer] ?? v7() }
    const { call } = { call: this.#socket.call.bind(this.#socket) }
    switch (step.does) {
      case 'join': {
        const sane = { ...own, rtpCapabilities: step.sane ? rtpCapabilities : { codecs: [{ kind: 'smell' }] } }
        const { send, receive } = await call(JoinMeeting, sane)
        this.#transports.push(send.id, receive.id)
        return
      }
      case 'connect': {
        const value = Array.from({ length: 32 }, () => `0${step.hex}`).join(':')
        const dtlsParameters = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] }
        await call(ConnectTransport, {
          ...own,
          transportId: this.#id(this.#transports, step.transport),
          dtlsParameters,
        })
        return
      }
      case 'restart':
        await call(RestartIce, { ...own, transportId: this.#id(this.#transports, step.transport) })
        return
      case 'send': {
        const screen = step.screen === undefined ? {} : { screenId: this.#id(this.#streams, step.screen) }
        const rtpParameters = microphoneOrPicture(step.source, step.ssrc)
        const { streamId } = await call(SendStream, {
          ...own,
          source: step.source,
          rtpParameters,
          on: step.on,
          ...screen,
        })
        this.#streams.push(streamId)
        return
      }
      case 'switch':
        await call(SwitchStream, { ...own, streamId: this.#id(this.#streams, step.stream), on: step.on })
        return
      case 'end':
        await call(EndStream, { ...own, streamId: this.#id(this.#streams, step.stream) })
        return
      case 'resume':
        await call(ResumeConsumers, { ...own, consumerIds: step.consumers.map((id) => this.#id(this.#streams, id)) })
        return
      case 'tiles': {
        const tile = { width: 320, height: 180 }
        const tiles = step.consumers.map((id) => ({ consumerId: this.#id(this.#streams, id), ...tile }))
        await call(ReportTiles, { ...own, tiles })
        return
      }
      case 'leave':
        await call(LeaveMeeting, own)
        return
      case 'read':
        await call(ReadMeeting, own)
        return
      default:
        step satisfies never
    }
  }

  #id(known: readonly string[], at: number | string): string {
    return typeof at === 'string' ? at : (known.at(-1 - at) ?? 'unknown')
  }
}

function microphoneOrPicture(source: string, ssrc: number): Record<string, unknown> {
  const sound = source === 'microphone' || source === 'screenSound'
  const codec = sound
    ? { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }
    : { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }
  return { codecs: [codec], encodings: [{ ssrc }], rtcp: { cname: 'confused' } }
}

test('whatever order a client calls in, it is refused in words, and nobody else notices', async () => {
  const codes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: STEPS, maxLength: STEPS }), fc.boolean(), async (steps, together) => {
      for (const limit of Object.values(PERSON_LIMITS)) await app.app.deps.limits.clear(limit, jonas.id)
      const socket = await jonas.socket()
      const confused = new Confused(socket)
      const refused = (error: unknown) => {
        if (!(error instanceof Refusal)) throw error
        codes.add(error.code)
      }
      if (together) await Promise.all(steps.map((each) => confused.take(each).catch(refused)))
      else for (const each of steps) await confused.take(each).catch(refused)
      socket.cut()
    }),
    { numRuns: HISTORIES },
  )
  // Nothing was stopped at the door: every other kind of refusal came from within.
  expect([...codes].toSorted()).toEqual(['conflict', 'gone', 'invalid', 'not_found'])
  const { participants } = await bystander.call(ReadMeeting, watched)
  expect(participants[0]?.peerId).toBe(watched.peerId)
  expect(participants.length).toBeLessThanOrEqual(2)
  const strange = bystander.events(ParticipantChanged).filter(({ data }) => data.peerId === watched.peerId)
  expect(strange).toEqual([])
}, 60_000)
