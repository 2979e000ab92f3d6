import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Command, DataOf, EventDefinition, InputOf, OutputOf } from '#wire/command'
import type { Right } from '#wire/permissions'
import type { Config } from '../../config/env.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Logger } from '../platform/log.ts'
import type { Mail } from '../platform/mail.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Privacy } from '../platform/privacy.ts'
import type { RateLimits } from '../platform/rate-limits.ts'
import type { Sealer } from '../platform/sealed.ts'
import type { Actor, SecretKind } from './actor.ts'
import type { Bus } from './bus.ts'
import type { SignOuts } from './sign-outs.ts'
import type { TopicKind } from './topic-kind.ts'

/** What a change on a versioned topic says about the topic, read in the transaction that made it. */
export interface Heads {
  /** The version after this change. */
  version: number
  /** The version of the last change of who may hear the topic. A node that authorised earlier asks again before it delivers. */
  membership: number
}

/** A change of a versioned topic, as its transaction saw it. */
export interface Change extends Heads {
  /** The installation's count of ended sign-in sessions: `signOutsNow` of the platform. */
  signOuts: number
}

export interface Publisher {
  /** Tells everyone who hears a versioned topic. Only from `afterCommit`. */
  change<E extends EventDefinition>(topic: string, event: E, data: DataOf<E>, change: Change): void
  /** Called on the node of the change, after its commit. Whoever must miss nothing compares versions beside it. */
  onChange(listener: (topic: string) => void): void
  /**
   * Tells everyone who hears the topic, without a version: whoever misses it fetches again after reconnecting. On a versioned
   * topic give its `membership`, so that a node that has not yet heard of a removal asks before it delivers.
   */
  hint<E extends EventDefinition>(topic: string, event: E, data: DataOf<E>, options?: { membership: number }): void
  /**
   * Every node asks again who of its sessions may hear the topic; those who may not are told `revoked`.
   * For topics without versions; a versioned topic is re-checked by its `membership`.
   */
  recheck(topic: string): void
  /** Ends all sockets of these sign-in sessions, on every node. `signOuts`: what `countSignOut` gave in the transaction. */
  endSessions(sessionIds: readonly string[], signOuts: number): void
}

/** What every use-case is given. Narrow it with `Pick` where that says something. */
export interface Deps {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly db: Database
  readonly jobs: Jobs
  readonly mail: Mail
  readonly limits: RateLimits
  readonly sealer: Sealer
  readonly metrics: Metrics
  readonly publish: Publisher
  readonly bus: Bus
  readonly signOuts: SignOuts
  /** What each feature holds about people. */
  readonly held: readonly Privacy[]
}

/** What a handler may know of the request beside its input. */
export interface Call {
  /** The line the request came by, as `networkLine` gives it. For rate limits only. Never logged, never stored. */
  readonly remoteAddress: string
  /** The socket session the call came through, for topics that belong to one socket; undefined at the HTTP door. */
  readonly socketId: string | undefined
}

/** The kinds of secret that live in a cookie. */
export type CookieKind = Exclude<SecretKind, 'token'>

/** At the HTTP door of an `http` command: the session cookie's secret, set or cleared with the answer; a person's unless another kind is named. */
export interface CookieCall extends Call {
  setSession(secret: string, expires: Date, kind?: CookieKind): void
  /** Moves the end of the person's cookie that came along; nothing when there is none. */
  keepSession(expires: Date): void
  clearSession(kind?: CookieKind): void
  /** The secret of the person's cookie that came along, whatever it opens. */
  readonly sessionSecret: string | undefined
  /** As the browser calls itself. Never stored as it is. */
  readonly userAgent: string | undefined
}

export type Handler<C extends Command> = (actor: Actor, input: InputOf<C>, call: Call) => Promise<OutputOf<C>>
export type OpenHandler<C extends Command> = (
  actor: Actor | undefined,
  input: InputOf<C>,
  call: CookieCall,
) => Promise<OutputOf<C>>

export interface SignInSessions {
  /** Whoever shows this secret; the line it came by is for limits only. */
  findActor(secret: string, remoteAddress: string): Promise<Actor | undefined>
  /** Those of these sessions that have not ended. One query for all. */
  stillOpen(sessionIds: readonly string[]): Promise<ReadonlySet<string>>
}

/** Who knocks at a plain route: the same questions as at the door of a command. */
export interface Callers {
  /** Throws the refusal that a command with this right would give. Whether they may at the thing itself, its own door says. */
  actor(request: FastifyRequest, right: Right): Promise<Actor>
}

/** What a feature registers itself with. */
export interface Registry {
  /** Registers the handler of a `signedIn` command at both doors. */
  handle<C extends Command>(command: C, handler: Handler<C>): void
  /** Registers the handler of an `http` command: it may be called by anyone, or touches the session cookie. */
  handleOpen<C extends Command>(command: C, handler: OpenHandler<C>): void
  /** Names an event this feature emits, for the contract and the documentation. */
  emits(...events: EventDefinition[]): void
  topics(kind: TopicKind): void
  /** Knows the sessions behind secrets of this kind; exactly one feature gives each. */
  sessions(kind: SecretKind, known: SignInSessions): void
  /** Plain HTTP routes, for what is not a command. `callers` tells who knocks there. */
  routes(plugin: (http: FastifyInstance, callers: Callers) => void): void
  /** One line of `/api/ready`: `preparing` is honest but not a fault. Throwing counts as `failed`. */
  readiness(name: string, check: () => Promise<'ok' | 'preparing' | 'failed'>): void
  /** Called when a socket session ended for good. */
  onSocketClosed(listener: (socketId: string, actor: Actor) => void): void
  /** Called on every node when sign-in sessions were ended: signed out, password changed, deactivated, expired. */
  onSessionsEnded(listener: (sessionIds: readonly string[]) => void): void
  /** Runs after migrations, before listening, in feature order. */
  onStart(start: () => Promise<void>): void
  /** Runs at shutdown, in reverse order. */
  onStop(stop: () => Promise<void>): void
}

/** A feature's manifest: the one value `server/features.ts` lists. */
export interface Feature {
  readonly name: string
  /** What it holds about people; absent when that is nothing. */
  readonly privacy?: Privacy
  register(registry: Registry, deps: Deps): void
}
