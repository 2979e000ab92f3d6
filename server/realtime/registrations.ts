import type { FastifyInstance } from 'fastify'
import type { Command, EventDefinition } from '#wire/command'
import type { Actor, SecretKind } from './actor.ts'
import type { Dispatcher } from './dispatch.ts'
import type { Callers, Handler, OpenHandler, Registry, SignInSessions } from './feature.ts'
import type { Gateway } from './gateway.ts'
import type { TopicKind } from './topic-kind.ts'
import type { Topics } from './topics.ts'

export type Readiness = 'ok' | 'preparing' | 'failed'
export type ReadinessCheck = { name: string; check: () => Promise<Readiness> }

interface RegistrationsOptions {
  dispatcher: Dispatcher
  topics: Topics
  gateway: Gateway
}

/** Collects what the features register and runs it at its time. */
export class Registrations implements Registry {
  readonly events = new Map<string, EventDefinition>()
  readonly readinessChecks: ReadinessCheck[] = []
  readonly #options: RegistrationsOptions
  readonly #routes: Parameters<Registry['routes']>[0][] = []
  readonly #starts: (() => Promise<void>)[] = []
  readonly #stops: (() => Promise<void>)[] = []
  readonly #sessions = new Map<SecretKind, SignInSessions>()

  constructor(options: RegistrationsOptions) {
    this.#options = options
  }

  /** Whoever shows a secret of this kind; nobody where no feature knows the kind. */
  async findActor(kind: SecretKind, secret: string, remoteAddress: string): Promise<Actor | undefined> {
    return this.#sessions.get(kind)?.findActor(secret, remoteAddress)
  }

  /** Those of these sessions, of whatever kind, that have not ended. */
  async stillOpen(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const open = await Promise.all([...this.#sessions.values()].map((known) => known.stillOpen(ids)))
    return open.reduce((all, some) => all.union(some), new Set<string>())
  }

  handle<C extends Command>(command: C, handler: Handler<C>): void {
    this.#options.dispatcher.handle(command, handler)
  }

  handleOpen<C extends Command>(command: C, handler: OpenHandler<C>): void {
    this.#options.dispatcher.handleOpen(command, handler)
  }

  emits(...events: EventDefinition[]): void {
    for (const event of events) {
      if (this.events.has(event.name)) throw new Error(`two events named ${event.name}`)
      this.events.set(event.name, event)
    }
  }

  topics(kind: TopicKind): void {
    this.#options.topics.addKind(kind)
  }

  sessions(kind: SecretKind, known: SignInSessions): void {
    if (this.#sessions.has(kind)) throw new Error(`two features know sessions of a ${kind}`)
    this.#sessions.set(kind, known)
  }

  routes(plugin: Parameters<Registry['routes']>[0]): void {
    this.#routes.push(plugin)
  }

  readiness(name: string, check: () => Promise<Readiness>): void {
    this.readinessChecks.push({ name, check })
  }

  onSocketClosed(listener: (socketId: string, actor: Actor) => void): void {
    this.#options.gateway.onSocketClosed(listener)
  }

  onSessionsEnded(listener: (sessionIds: readonly string[]) => void): void {
    this.#options.gateway.onSessionsEnded(listener)
  }

  onStart(start: () => Promise<void>): void {
    this.#starts.push(start)
  }

  onStop(stop: () => Promise<void>): void {
    this.#stops.push(stop)
  }

  mountRoutes(http: FastifyInstance, callers: Callers): void {
    for (const mount of this.#routes) mount(http, callers)
  }

  async start(): Promise<void> {
    for (const start of this.#starts) await start()
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.toReversed()) await stop()
  }
}
