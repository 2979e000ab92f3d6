import type { Command, InputOf, OutputOf } from '#wire/command'

export interface TopicListener {
  onEvent: (name: string, data: unknown) => void
  /** The server delivers the topic from now on; also after each outage of the socket. What came before may be missing. */
  onHeard: () => void
  /** The topic is not, or no longer, for this person. */
  onRefused: () => void
}

/** The way to the server, as a meeting needs it. */
export interface Signalling {
  /** Throws `Refusal`, or an error with the code `offline` or `timeout`. */
  call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>>
  /** Hears a topic, across outages, until the returned function is called. */
  hear(topic: string, listener: TopicListener): () => void
}
