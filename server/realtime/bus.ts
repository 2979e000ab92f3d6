/** What travels between nodes about one topic. `frames` are encoded once and sent to every listener as they are. */
export interface Envelope {
  topic: string
  /** Present for changes. */
  version?: number
  membership?: number
  /** The encoded event frame; absent when the envelope only asks to check again who may hear the topic. */
  frame?: string
  ephemeral?: boolean
  /** The installation's count of ended sign-in sessions that this was told after: see `SignOuts`. */
  signOuts?: number
}

/**
 * Hints between nodes; at most once, never the truth. One contract, two kinds: in this process, and Redis.
 * A node does not hear its own envelopes: it delivers them itself.
 */
export interface Bus {
  readonly nodeId: string
  publish(envelope: Envelope): void
  /** Starts hearing a topic from other nodes; resolves when nothing published from now on is missed. */
  subscribe(topic: string): Promise<void>
  unsubscribe(topic: string): void
  onEnvelope(listener: (envelope: Envelope) => void): void
  /** Called when envelopes to this node may have been lost, once it hears all its topics again. */
  onRestored(listener: () => void): void
  /** How many other nodes are connected at this moment; 0 when nobody can tell. */
  peers(): Promise<number>
  /** Tells all other nodes something that is not about a topic. */
  broadcast(channel: string, payload: unknown): void
  onBroadcast(channel: string, listener: (payload: unknown) => void): void
  /** Asks one node and waits for its answer. Throws `Refusal('unavailable')` when it does not answer in time. */
  request(nodeId: string, method: string, payload: unknown): Promise<unknown>
  /** Answers requests of other nodes. A thrown `Refusal` travels back as one. */
  onRequest(method: string, answer: (payload: unknown) => Promise<unknown>): void
  /** Throws when the bus cannot be reached. */
  ping(): Promise<void>
  close(): Promise<void>
}
