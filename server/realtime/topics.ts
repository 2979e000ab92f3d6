import type { CaughtUp } from '#wire/frames'
import { LIMITS } from '#wire/limits'
import type { Logger } from '../platform/log.ts'
import type { Bus, Envelope } from './bus.ts'
import type { Heads } from './feature.ts'
import type { Session } from './session.ts'
import type { SignOuts } from './sign-outs.ts'
import { Topic, whoMayHear } from './topic.ts'
import type { TopicKind } from './topic-kind.ts'

/** How long a person waits for another node's subscription before it counts as made; the beacon finds what was missed. */
const BUS_PATIENCE_MS = 1_000

/** Within this time everybody is told that hints may have been lost: they do not all fetch again at once. */
const MISSED_WINDOW_MS = 1_000

interface TopicsOptions {
  bus: Bus
  log: Logger
  signOuts: Pick<SignOuts, 'known' | 'reach'>
}

/**
 * Who on this node hears what. Authorised when subscribing and again whenever a topic's membership changed, before
 * anything newer is delivered (I5). Subscribes first, then reads, then releases what came meanwhile (I4).
 */
export class Topics {
  readonly #bus: Bus
  readonly #log: Logger
  readonly #signOuts: Pick<SignOuts, 'known' | 'reach'>
  readonly #kinds = new Map<string, TopicKind>()
  readonly #topics = new Map<string, Topic>()
  readonly #heard = new Map<Session, Set<string>>()
  /** Sessions that are about to be told that hints may have been lost. */
  readonly #missing = new Set<Session>()
  /** Somebody has waited in vain for the bus, and it has carried nothing since. */
  #isBusAway = false

  constructor({ bus, log, signOuts }: TopicsOptions) {
    this.#bus = bus
    this.#log = log
    this.#signOuts = signOuts
    bus.onEnvelope((envelope) => this.deliver(envelope))
  }

  addKind(kind: TopicKind): void {
    if (this.#kinds.has(kind.prefix)) throw new Error(`two topic kinds named ${kind.prefix}`)
    this.#kinds.set(kind.prefix, kind)
  }

  /** Subscribes a session to what it may hear and says where it stands in each. Call `release` when the answer is sent. */
  async subscribe(
    session: Session,
    cursors: Readonly<Record<string, number | null>>,
  ): Promise<{ answers: Record<string, CaughtUp>; release: () => void }> {
    const answers: Record<string, CaughtUp> = {}
    const byKind = new Map<TopicKind, Map<string, number | null>>()
    for (const [name, cursor] of Object.entries(cursors)) {
      const { kind, id } = this.#parse(name)
      const isClosed = session.actor.guestOf !== undefined && !kind?.forGuests
      if (!kind || isClosed) answers[name] = { state: 'refused' }
      else byKind.set(kind, (byKind.get(kind) ?? new Map<string, number | null>()).set(id, cursor))
    }
    const joined: Topic[] = []
    try {
      for (const [kind, wanted] of byKind) {
        const allowed = await this.#join(session, kind, [...wanted.keys()])
        for (const topic of allowed) joined.push(topic)
        Object.assign(answers, await this.#catchUp(session, kind, wanted, allowed))
      }
    } catch (error) {
      for (const topic of joined) this.#leave(session, topic)
      throw error
    }
    return { answers, release: () => joined.forEach((topic) => topic.release(session)) }
  }

  unsubscribe(session: Session, names: readonly string[]): void {
    for (const name of names) {
      const topic = this.#topics.get(name)
      if (topic) this.#leave(session, topic)
    }
  }

  /** Forgets a session whose socket is closed. */
  forget(session: Session): void {
    this.unsubscribe(session, [...(this.#heard.get(session) ?? [])])
  }

  /** Hands an envelope, from here or from another node, to everyone on this node who may hear it. */
  deliver(envelope: Envelope): void {
    this.#topics.get(envelope.topic)?.deliver(envelope)
  }

  /** Compares the heads of all versioned topics heard here with the database; one query per kind. */
  async compareHeads(): Promise<void> {
    for (const kind of this.#kinds.values()) {
      const topics = [...this.#topics.values()].filter((topic) => topic.kind === kind)
      if (!kind.heads || topics.length === 0) continue
      const heads = await kind.heads(topics.map((topic) => topic.id))
      for (const topic of topics) this.#compare(topic, heads.get(topic.id))
    }
  }

  /**
   * Nobody can say which hints were lost: everybody fetches again what topics without versions told of. Versioned topics
   * find their losses by comparing heads.
   */
  hintsMayBeLost(): void {
    for (const session of this.#heard.keys()) {
      if (this.#missing.has(session)) continue
      this.#missing.add(session)
      setTimeout(() => this.#tellMissed(session), Math.random() * MISSED_WINDOW_MS).unref()
    }
  }

  #tellMissed(session: Session): void {
    this.#missing.delete(session)
    const names = [...(this.#heard.get(session) ?? [])].filter((name) => !this.#topics.get(name)?.kind.heads)
    for (let start = 0; start < names.length; start += LIMITS.topicsPerSubscribe) {
      session.send({ t: 'missed', topics: names.slice(start, start + LIMITS.topicsPerSubscribe) })
    }
  }

  #compare(topic: Topic, heads: Heads | undefined): void {
    if (heads) topic.reachHeads(heads)
    else topic.deliver({ topic: topic.name })
  }

  #parse(name: string): { kind: TopicKind | undefined; id: string } {
    const colon = name.indexOf(':')
    return { kind: this.#kinds.get(name.slice(0, colon)), id: name.slice(colon + 1) }
  }

  /** Holds live envelopes for the session in each topic, then asks which of them it may hear. */
  async #join(session: Session, kind: TopicKind, ids: readonly string[]): Promise<Topic[]> {
    const topics = ids.map((id) => this.#topic(kind, id))
    for (const topic of topics) {
      topic.hold(session)
      this.#remember(session, topic)
    }
    try {
      await this.#busCarries(topics)
      const heads = await kind.authorise(session.actor, ids)
      const allowed: Topic[] = []
      for (const topic of topics) {
        const head = heads.get(topic.id)
        // A session whose socket closed meanwhile was already forgotten: its subscription must not come back.
        if (head && session.open && topic.authorised(session, head)) allowed.push(topic)
        else this.#leave(session, topic)
      }
      return allowed
    } catch (error) {
      for (const topic of topics) this.#leave(session, topic)
      throw error
    }
  }

  async #catchUp(
    session: Session,
    kind: TopicKind,
    wanted: ReadonlyMap<string, number | null>,
    allowed: readonly Topic[],
  ): Promise<Record<string, CaughtUp>> {
    const answers: Record<string, CaughtUp> = {}
    const cursors = new Map<string, number>()
    for (const topic of allowed) {
      const cursor = wanted.get(topic.id)
      if (cursor !== null && cursor !== undefined) cursors.set(topic.id, cursor)
    }
    const caughtUp = kind.catchUp && cursors.size > 0 ? await kind.catchUp(cursors) : new Map<string, CaughtUp>()
    // Asked again after reading (I5): whoever was removed meanwhile gets none of what was read since.
    const still = cursors.size > 0 ? await kind.authorise(session.actor, [...cursors.keys()]) : undefined
    for (const topic of allowed) if (still && cursors.has(topic.id) && !still.has(topic.id)) this.#leave(session, topic)
    const names = new Map(allowed.filter((topic) => topic.has(session)).map((topic) => [topic.id, topic]))
    for (const id of wanted.keys()) {
      const topic = names.get(id)
      const name = `${kind.prefix}:${id}`
      if (!topic) answers[name] = { state: 'refused' }
      else answers[name] = caughtUp.get(id) ?? { state: 'current', version: topic.versionAt(session), events: [] }
    }
    return answers
  }

  /** Waits until other nodes are heard on these topics; for a bus that is away only once, for all who come meanwhile. */
  async #busCarries(topics: readonly Topic[]): Promise<void> {
    if (this.#isBusAway) return
    const isCarried = await inTime(Promise.all(topics.map((topic) => topic.ready)))
    if (!isCarried) this.#isBusAway = true
  }

  #topic(kind: TopicKind, id: string): Topic {
    const name = `${kind.prefix}:${id}`
    const known = this.#topics.get(name)
    if (known) return known
    const ready = this.#bus.subscribe(name).then(
      () => {
        this.#isBusAway = false
      },
      (error: unknown) => this.#log.warn({ err: error }, 'subscribing on the bus failed; the beacon takes over'),
    )
    const topic = new Topic({
      name,
      id,
      kind,
      ready,
      signOuts: this.#signOuts,
      recheck: (userIds) => whoMayHear(kind, id, userIds),
      revoked: (session) => {
        this.#leave(session, topic)
        session.send({ t: 'revoked', topic: name })
      },
      failed: (error) => this.#log.error({ err: error }, 'checking who may hear a topic failed'),
    })
    this.#topics.set(name, topic)
    return topic
  }

  #remember(session: Session, topic: Topic): void {
    const heard = this.#heard.get(session) ?? new Set()
    heard.add(topic.name)
    this.#heard.set(session, heard)
  }

  #leave(session: Session, topic: Topic): void {
    topic.leave(session)
    const heard = this.#heard.get(session)
    heard?.delete(topic.name)
    if (heard?.size === 0) this.#heard.delete(session)
    if (!topic.empty || this.#topics.get(topic.name) !== topic) return
    this.#topics.delete(topic.name)
    this.#bus.unsubscribe(topic.name)
  }
}

/** False when it takes too long. */
async function inTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, BUS_PATIENCE_MS, false)
  })
  try {
    return await Promise.race([work.then(() => true), patience])
  } finally {
    clearTimeout(timer)
  }
}
