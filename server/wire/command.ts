import type { Static, TSchema } from 'typebox'

/** Who may call: `signedIn` needs a valid session, `anyone` is answered without one. */
export type Caller = 'signedIn' | 'anyone'

/** `both`: socket frame and `POST /api/<name>`. `http`: only HTTP, because the answer sets or clears the session cookie. */
export type Doors = 'both' | 'http'

export interface Command<Input extends TSchema = TSchema, Output extends TSchema = TSchema> {
  readonly kind: 'command'
  /** `<feature>.<verbNoun>`, also the path of the HTTP door. */
  readonly name: string
  readonly input: Input
  readonly output: Output
  readonly caller: Caller
  readonly doors: Doors
}

export type InputOf<C extends Command> = Static<C['input']>
export type OutputOf<C extends Command> = Static<C['output']>

/** Defines a command as a value: type, validation, serialiser and OpenAPI entry in one. */
export function command<Input extends TSchema, Output extends TSchema>(
  name: string,
  input: Input,
  output: Output,
  options: { caller?: Caller; doors?: Doors } = {},
): Command<Input, Output> {
  return { kind: 'command', name, input, output, caller: options.caller ?? 'signedIn', doors: options.doors ?? 'both' }
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
