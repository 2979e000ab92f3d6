import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Clean } from 'typebox/value'
import { isDeepStrictEqual } from 'node:util'
import { needsNoSession, type Command } from '#wire/command'
import type { RefusalBody } from '#wire/frames'
import { Refusal } from '#wire/refusal'
import { isDatabaseAway } from '../platform/db.ts'
import type { Logger } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Actor } from './actor.ts'
import { checkCaller } from './caller-rights.ts'
import type { Call, CookieCall, Handler, OpenHandler } from './feature.ts'

interface Entry {
  readonly command: Command
  readonly input: Validator
  readonly output: Validator
  readonly scalars: ReadonlySet<string> | undefined
  readonly run: (actor: Actor | undefined, input: unknown, call: Call | CookieCall) => Promise<unknown>
}

interface DispatcherOptions {
  log: Logger
  metrics: Metrics
  /** Checks answers against their schema and for undeclared fields; a difference is a bug and thrown. For tests and development. */
  checkOutputs: boolean
}

/** Parses a command's input once, runs its handler, and turns what it throws into a refusal. Knows no feature. */
export class Dispatcher {
  readonly #entries = new Map<string, Entry>()
  readonly #options: DispatcherOptions
  readonly #seconds
  readonly #refusals

  constructor(options: DispatcherOptions) {
    this.#options = options
    const { metrics } = options
    const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
    this.#seconds = metrics.histogram('command_seconds', 'Time of commands', buckets, ['command'])
    this.#refusals = metrics.counter('command_refusals_total', 'Refused commands', ['command', 'code'])
  }

  handle<C extends Command>(command: C, handler: Handler<C>): void {
    if (needsNoSession(command)) throw new Error(`${command.name} may be called by anyone: use handleOpen`)
    this.#add(command, async (actor, input, call) => {
      if (!actor) throw new Refusal('unauthenticated', 'no session')
      return handler(actor, input as never, call)
    })
  }

  handleOpen<C extends Command>(command: C, handler: OpenHandler<C>): void {
    if (command.doors !== 'http') throw new Error(`${command.name} touches the cookie: give it doors: 'http'`)
    this.#add(command, (actor, input, call) => handler(actor, input as never, call as CookieCall))
  }

  commands(): Command[] {
    return [...this.#entries.values()].map(({ command }) => command)
  }

  isSocketCommand(name: string): boolean {
    return this.#entries.get(name)?.command.doors === 'both'
  }

  /** Runs a command. Throws only `Refusal`. */
  async run(name: string, actor: Actor | undefined, input: unknown, call: Call | CookieCall): Promise<unknown> {
    const entry = this.#entries.get(name)
    if (!entry) throw new Refusal('not_found', 'no such command')
    const done = this.#seconds.startTimer({ command: name })
    try {
      // Before the input is looked at: who may not call at all learns nothing of a command, not even whether it was well-formed.
      checkCaller(entry.command.right, actor)
      const output = await entry.run(actor, parse(entry, input), call)
      if (this.#options.checkOutputs) checkOutput(entry, output)
      return output
    } catch (error) {
      const refusal = this.#asRefusal(name, error)
      this.#refusals.inc({ command: name, code: refusal.code })
      throw refusal
    } finally {
      done()
    }
  }

  #add(command: Command, run: Entry['run']): void {
    if (this.#entries.has(command.name)) throw new Error(`two handlers for ${command.name}`)
    const input = Compile(command.input)
    const output = Compile(command.output)
    this.#entries.set(command.name, { command, input, output, scalars: scalarFields(command.input), run })
  }

  #asRefusal(command: string, error: unknown): Refusal {
    if (error instanceof Refusal) {
      this.#options.log.debug({ command, code: error.code }, 'refused')
      return error
    }
    if (isDatabaseAway(error)) {
      this.#options.log.warn({ command, code: 'unavailable' }, 'the database is away')
      return new Refusal('unavailable', 'the database is away', { retryAfterMs: 300 })
    }
    this.#options.log.error({ err: error, command }, 'a command failed')
    return new Refusal('internal', 'internal')
  }
}

/** What the command declares and nothing else: an undeclared field never reaches a handler. */
function parse({ command, input, scalars }: Entry, raw: unknown): unknown {
  const value = holdsOnly(scalars, raw) ? raw : Clean(command.input, raw)
  if (input.Check(value) && !holdsUnkeepable(value)) return value
  const [first] = input.Errors(value)
  const field = first?.instancePath.split('/')[1]
  throw new Refusal('invalid', `${command.name}: input does not fit`, field ? { field } : {})
}

/** The names of an object's fields where none of them can hold anything undeclared; most commands are so, and need no cleaning. */
function scalarFields(schema: TSchema): ReadonlySet<string> | undefined {
  const { properties } = schema as { properties?: Record<string, { type?: unknown }> }
  const fields = Object.entries(properties ?? {})
  const areScalar = fields.every(([, { type }]) => ['string', 'integer', 'number', 'boolean'].includes(String(type)))
  return properties && areScalar ? new Set(fields.map(([name]) => name)) : undefined
}

function holdsOnly(fields: ReadonlySet<string> | undefined, value: unknown): boolean {
  if (!fields || typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(value).every((name) => fields.has(name))
}

/** Postgres keeps neither U+0000 nor half a surrogate pair as it came, and nobody means them. */
function holdsUnkeepable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(holdsUnkeepable)
}

function checkOutput({ command, output }: Entry, value: unknown): void {
  const wire: unknown = JSON.parse(JSON.stringify(value))
  if (!output.Check(wire)) {
    const [first] = output.Errors(wire)
    throw new Error(`${command.name} answers against its schema at ${first?.instancePath}: ${first?.message}`)
  }
  if (!isDeepStrictEqual(Clean(command.output, structuredClone(wire)), wire)) {
    throw new Error(`${command.name} answers with undeclared fields`)
  }
}

/** `not_found` is the same sentence whichever door says it, so that nobody learns at which one they were stopped. */
export function refusalBody({ code, message, details }: Refusal): RefusalBody {
  return { code, text: code === 'not_found' ? 'not found' : message, ...details }
}
