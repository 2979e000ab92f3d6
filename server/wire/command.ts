import type { Static, TSchema } from 'typebox'
import type { Right } from './permissions.ts'

/** `both`: socket frame and `POST /api/<name>`. `http`: only HTTP, because the answer sets or clears the session cookie. */
export type Doors = 'both' | 'http'

export interface Command<Input extends TSchema = TSchema, Output extends TSchema = TSchema> {
  readonly kind: 'command'
  /** `<feature>.<verbNoun>`, also the path of the HTTP door. */
  readonly name: string
  readonly input: Input
  readonly output: Output
  /** What the caller needs at the thing the input names: a row of the table of permissions. */
  readonly right: Right
  readonly doors: Doors
}

export type InputOf<C extends Command> = Static<C['input']>
export type OutputOf<C extends Command> = Static<C['output']>

/**
 * Defines a command as a value: type, validation, right, serialiser and OpenAPI entry in one. What needs no session has the HTTP
 * door only: it touches the cookie, or has nobody to be told on a socket.
 */
export function command<Input extends TSchema, Output extends TSchema>(
  name: string,
  right: Right,
  input: Input,
  output: Output,
  options: { doors?: Doors } = {},
): Command<Input, Output> {
  const doors = options.doors ?? (needsNoSession({ right }) ? 'http' : 'both')
  return { kind: 'command', name, right, input, output, doors }
}

/** Whether it is answered without a session. Said by the right's own name, so that the browser need not carry the whole table. */
export function needsNoSession({ right }: Pick<Command, 'right'>): boolean {
  return right.startsWith('public.')
}

/**
 * How an event travels. `change` carries the topic's next version and is caught up after an outage. `hint` says that
 * something should be fetched again; after a reconnect the client fetches anyway. `ephemeral` may be dropped for slow readers.
 */
export type EventKind = 'change' | 'hint' | 'ephemeral'

export interface EventDefinition<Data extends TSchema = TSchema> {
  readonly kind: EventKind
  /** `<feature>.<nounChanged>` */
  readonly name: string
  readonly data: Data
}

export type DataOf<E extends EventDefinition> = Static<E['data']>

export function event<Data extends TSchema>(name: string, data: Data, kind: EventKind = 'hint'): EventDefinition<Data> {
  return { kind, name, data }
}
