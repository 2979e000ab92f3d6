import { TopicFeed } from '../../client/net/topic-feed.ts'
import { Gateway } from '../../server/realtime/gateway.ts'
import { Session } from '../../server/realtime/session.ts'
import { SignOuts } from '../../server/realtime/sign-outs.ts'
import { Topic } from '../../server/realtime/topic.ts'
import type { Faults } from './world.ts'

/** A mistake that somebody might make in the product. */
export interface Planted {
  faults?: Faults
  /** Changes the product; what it returns changes it back. */
  plant?: () => () => void
  /** The laws of which one must be found broken. */
  breaks: readonly string[]
}

/** Every one of these must be found. */
export const PLANTED: Readonly<Record<string, Planted>> = {
  'who may hear is not asked when it changed': { faults: { asksNobody: true }, breaks: ['I5'] },
  'who may hear is not asked again after reading': { faults: { asksOnce: true }, breaks: ['I5'] },
  'hints do not say when who may hear changed': { faults: { hidesMembership: true }, breaks: ['I5'] },
  'hints do not say how many signed out': { faults: { hidesSignOuts: true }, breaks: ['I5'] },
  'sign-outs are not carried out': { faults: { keepsSignedOut: true }, breaks: ['I5'] },
  'answers leave whoever signed out meanwhile': { plant: plantNothingCovered, breaks: ['I5'] },
  'a line opened while its session ends stays': { plant: plantNoEndings, breaks: ['I5'] },
  'repetitions are not known': { faults: { forgetsRepetitions: true }, breaks: ['I2'] },
  // Also I5: the second of the two may be newer than a sign-out.
  'a version is given twice': { faults: { reusesVersions: true }, breaks: ['I3', 'I4', 'I5'] },
  'what was acknowledged is not kept': { faults: { losesCommits: true }, breaks: ['I1'] },
  'catching up tells only what is new': { faults: { tellsOnlyNew: true }, breaks: ['I4'] },
  'nobody compares with the database': { faults: { hasNoBeacon: true }, breaks: ['I4'] },
  'nothing is held while catching up': { plant: plantNoHold, breaks: ['I4'] },
  'what was held is dropped': { plant: plantHeldDropped, breaks: ['I4'] },
  'heads are ignored': { plant: plantHeadsIgnored, breaks: ['I4'] },
  'gaps are not healed': { plant: plantGapsStay, breaks: ['I4'] },
  'any change is taken for the next': { plant: plantAnythingApplied, breaks: ['I3', 'I4'] },
}

function plantNothingCovered(): () => void {
  return replace(SignOuts.prototype, 'cover', () => async () => undefined)
}

function plantNoEndings(): () => void {
  const before = Object.getOwnPropertyDescriptor(Gateway.prototype, 'endings')
  Object.defineProperty(Gateway.prototype, 'endings', { get: () => 0, configurable: true })
  return () => {
    if (before) Object.defineProperty(Gateway.prototype, 'endings', before)
  }
}

function plantNoHold(): () => void {
  return replace(
    Topic.prototype,
    'hold',
    (hold) =>
      function (this: Topic, session) {
        hold.call(this, session)
        this.release(session)
      },
  )
}

function plantHeldDropped(): () => void {
  return replace(
    Topic.prototype,
    'release',
    (release) =>
      function (this: Topic, session) {
        const unplant = replace(Session.prototype, 'sendEncoded', () => () => undefined)
        release.call(this, session)
        unplant()
      },
  )
}

function plantHeadsIgnored(): () => void {
  return replace(TopicFeed.prototype, 'heads', () => () => undefined)
}

/** The client takes whatever it was told for all there is. */
function plantGapsStay(): () => void {
  return replace(
    TopicFeed.prototype,
    'event',
    (event) =>
      function (this: TopicFeed, told) {
        const wait = globalThis.setTimeout
        globalThis.setTimeout = (() => ({})) as unknown as typeof setTimeout
        event.call(this, told)
        globalThis.setTimeout = wait
      },
  )
}

/** Whatever comes is taken for the next. */
function plantAnythingApplied(): () => void {
  return replace(
    TopicFeed.prototype,
    'event',
    (event) =>
      function (this: TopicFeed, told) {
        event.call(this, told)
        if (told.v !== undefined && this.cursor !== null && told.v > this.cursor)
          this.caughtUp({ state: 'current', version: told.v, events: [{ ...told, v: told.v }] })
      },
  )
}

function replace<Shape, Name extends keyof Shape>(
  shape: Shape,
  name: Name,
  by: (before: Shape[Name]) => Shape[Name],
): () => void {
  const before = shape[name]
  shape[name] = by(before)
  return () => {
    shape[name] = before
  }
}
