import type { Envelope } from './bus.ts'
import type { Heads } from './feature.ts'
import { EncodedFrame } from './outlet.ts'
import type { Session } from './session.ts'
import type { SignOuts } from './sign-outs.ts'
import type { TopicKind } from './topic-kind.ts'

/** Wait before asking again who may hear a topic when the question failed. */
const RECHECK_RETRY_MS = 500

/** Envelopes a topic keeps while it waits for an answer; more, and its hearers are sent to resume. */
const WAITING_LIMIT = 1_000

interface Hearer {
  /** Envelopes that came before the session's catch-up was answered; undefined: live. */
  held: Envelope[] | undefined
  /** The topic's membership version this hearer was authorised at; -1 before. */
  membership: number
  /** The topic's version when this hearer was authorised. */
  version: number
}

interface Waiting {
  envelope: Envelope
  /** Only this session lacks it: it came while the session was catching up. */
  only?: Session
  /** "Who may hear this now?" was asked when it waited already. */
  asked?: boolean
}

interface TopicOptions {
  name: string
  id: string
  kind: TopicKind
  /** Resolves when the bus carries the topic to this node. */
  ready: Promise<void>
  recheck: (userIds: readonly string[]) => Promise<{ allowed: ReadonlySet<string> }>
  signOuts: Pick<SignOuts, 'known' | 'reach'>
  revoked: (session: Session) => void
  failed: (error: unknown) => void
}

/** One topic on this node: its hearers, and the order in which they hear. */
export class Topic {
  readonly name: string
  readonly id: string
  readonly kind: TopicKind
  readonly ready: Promise<void>
  readonly #options: TopicOptions
  readonly #hearers = new Map<Session, Hearer>()
  /** What waits for an answer to "who may hear this now?". */
  #waiting: Waiting[] | undefined
  /** The newest version handed out here. */
  #version = 0

  constructor(options: TopicOptions) {
    this.name = options.name
    this.id = options.id
    this.kind = options.kind
    this.ready = options.ready
    this.#options = options
  }

  get empty(): boolean {
    return this.#hearers.size === 0
  }

  hold(session: Session): void {
    const known = this.#hearers.get(session)
    this.#hearers.set(session, { membership: -1, version: 0, ...known, held: known?.held ?? [] })
  }

  /** Notes that the session may hear the topic as of `heads`. False when it has left meanwhile. */
  authorised(session: Session, heads: Heads): boolean {
    const hearer = this.#hearers.get(session)
    if (!hearer) return false
    hearer.membership = Math.max(hearer.membership, heads.membership)
    hearer.version = heads.version
    return true
  }

  versionAt(session: Session): number {
    return this.#hearers.get(session)?.version ?? 0
  }

  /** The session's catch-up is sent: what came meanwhile follows, in order. */
  release(session: Session): void {
    const hearer = this.#hearers.get(session)
    if (!hearer?.held) return
    const { held } = hearer
    hearer.held = undefined
    for (const envelope of held) this.#take({ envelope, only: session })
  }

  has(session: Session): boolean {
    return this.#hearers.has(session)
  }

  leave(session: Session): void {
    this.#hearers.delete(session)
  }

  deliver(envelope: Envelope): void {
    this.#take({ envelope })
  }

  /** The database says the topic stands here: whoever may have missed something is told, and membership is checked. */
  reachHeads(heads: Heads): void {
    const authorised = [...this.#hearers.values()].filter(({ membership }) => membership >= 0)
    const concerned = authorised.some(
      ({ membership, version }) => membership < heads.membership || Math.max(version, this.#version) < heads.version,
    )
    if (!concerned) return
    const frame = JSON.stringify({ t: 'heads', versions: { [this.name]: heads.version } })
    this.deliver({ topic: this.name, membership: heads.membership, version: heads.version, frame })
  }

  #take(item: Waiting): void {
    if (this.#waiting) {
      this.#waiting.push(item)
      if (this.#waiting.length > WAITING_LIMIT) this.#sendAway()
      return
    }
    if (this.#mustAsk(item)) {
      this.#waiting = [item]
      void this.#askAgain()
      return
    }
    this.#hand(item)
  }

  #mustAsk(item: Waiting): boolean {
    return (item.envelope.signOuts ?? 0) > this.#options.signOuts.known || this.#isUnsure(item)
  }

  /** Whether somebody who would hear it was authorised before the last change of who may. */
  #isUnsure({ envelope, only }: Waiting): boolean {
    if (envelope.frame === undefined) return true
    const { membership } = envelope
    if (membership === undefined) return false
    const concerned = only ? [this.#hearers.get(only)] : this.#hearers.values()
    for (const hearer of concerned) {
      if (hearer && hearer.held === undefined && hearer.membership < membership) return true
    }
    return false
  }

  async #askAgain(): Promise<void> {
    const waiting = this.#waiting ?? []
    try {
      await this.#options.signOuts.reach(Math.max(...waiting.map(({ envelope }) => envelope.signOuts ?? 0)))
    } catch (error) {
      this.#askLater(error)
      return
    }
    if (waiting.some((item) => this.#isUnsure(item))) await this.#askWhoMayHear()
    else this.#goOn()
  }

  async #askWhoMayHear(): Promise<void> {
    const asked = [...this.#hearers].filter(([, hearer]) => hearer.held === undefined)
    // Everything that waits was committed before the question is asked, so the answer holds for all of it.
    for (const item of this.#waiting ?? []) item.asked = true
    const answeredFor = Math.max(-1, ...(this.#waiting ?? []).map(({ envelope }) => envelope.membership ?? -1))
    try {
      const userIds = [...new Set(asked.map(([session]) => session.actor.userId))]
      const { allowed } = await this.#options.recheck(userIds)
      for (const [session, hearer] of asked) {
        // Left meanwhile, and perhaps came again: then it was authorised later than this answer.
        if (this.#hearers.get(session) !== hearer) continue
        if (!allowed.has(session.actor.userId)) this.#options.revoked(session)
        else hearer.membership = Math.max(hearer.membership, answeredFor)
      }
    } catch (error) {
      this.#askLater(error)
      return
    }
    this.#goOn()
  }

  #askLater(error: unknown): void {
    this.#options.failed(error)
    setTimeout(() => void this.#askAgain(), RECHECK_RETRY_MS).unref()
  }

  #goOn(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const item of waiting) {
      if (item.envelope.frame !== undefined || !item.asked) this.#take(item)
    }
  }

  #hand({ envelope, only }: Waiting): void {
    if (envelope.version !== undefined) this.#version = Math.max(this.#version, envelope.version)
    if (envelope.frame === undefined) return
    const frame = new EncodedFrame(envelope.frame)
    if (!only) for (const [session, hearer] of this.#hearers) give(session, hearer, envelope, frame)
    else {
      const hearer = this.#hearers.get(only)
      if (hearer) give(only, hearer, envelope, frame)
    }
  }

  #sendAway(): void {
    this.#waiting = []
    for (const session of this.#hearers.keys()) session.end('slow', 2_000)
  }
}

function give(session: Session, { held }: Hearer, envelope: Envelope, frame: EncodedFrame): void {
  if (!held) session.sendEncoded(frame, { ephemeral: envelope.ephemeral ?? false })
  else if (held.push(envelope) > WAITING_LIMIT) session.end('slow', 2_000)
}

/** Asks the kind about many people at once, or one by one where it cannot. */
export async function whoMayHear(
  kind: TopicKind,
  id: string,
  userIds: readonly string[],
): Promise<{ allowed: ReadonlySet<string> }> {
  if (kind.whoMayHear) return kind.whoMayHear(id, userIds)
  const allowed = new Set<string>()
  for (const userId of userIds) {
    if ((await kind.authorise({ userId, sessionId: '' }, [id])).has(id)) allowed.add(userId)
  }
  return { allowed }
}
