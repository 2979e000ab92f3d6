import type { CaughtUp } from '#wire/frames'

export interface TopicEvent {
  name: string
  data: unknown
  /** The version its topic has after it; only changes have one. */
  v?: number | undefined
}

export interface TopicListener {
  /** Live events. Changes come in order and without a hole. */
  onEvent: (event: TopicEvent) => void
  /**
   * After every subscribing, the first and the one after each outage, and when the server lost hints: what was missed, or
   * `reset`: load afresh. Hints may have been lost before it, so whoever lives by hints fetches again; until the promise
   * settles, the topic counts as behind.
   */
  onCaughtUp?: (caughtUp: Exclude<CaughtUp, { state: 'refused' }>) => void | Promise<void>
  /** The line was lost. Whoever needs no more than a summary afterwards stops hearing here, and hears again from what it read. */
  onLost?: () => void
  /** The topic is not, or no longer, for this person; nothing follows. */
  onRefused?: () => void
}

/** How long a change may be missing before it is asked for. */
export const GAP_PATIENCE_MS = 250
/** Changes kept waiting for one that is missing; with more it is cheaper to ask again. */
const MOST_HELD = 500

export interface FeedOptions {
  /** Asks the server to subscribe this topic (again), with the feed's cursor. */
  resubscribe: () => void
  /** A reader has done what it had to do after catching up. */
  onSettled: () => void
}

interface Reader {
  listener: TopicListener
  /** The version it has; null reads hints only and needs no order. */
  cursor: number | null
}

/** One topic: puts its changes in order, notices what is missing, and tells its readers. */
export class TopicFeed {
  readonly #options: FeedOptions
  readonly #readers = new Set<Reader>()
  readonly #held = new Map<number, TopicEvent>()
  #gap: ReturnType<typeof setTimeout> | undefined
  /** The newest version the server spoke of. */
  #head = 0
  #awaiting = true
  #unsettled = 0
  #isForeign = false

  constructor(options: FeedOptions) {
    this.#options = options
  }

  get empty(): boolean {
    return this.#readers.size === 0
  }

  /** Something the server has is not here yet. */
  get behind(): boolean {
    return this.#awaiting || this.#gap !== undefined || this.#unsettled > 0
  }

  /** The lowest version its readers have; null when none needs order. */
  get cursor(): number | null {
    let lowest: number | null = null
    for (const { cursor } of this.#readers) {
      if (cursor !== null && (lowest === null || cursor < lowest)) lowest = cursor
    }
    return lowest
  }

  add(listener: TopicListener, cursor: number | null): () => void {
    const reader = { listener, cursor }
    this.#readers.add(reader)
    return () => this.#readers.delete(reader)
  }

  /** A subscribe frame is about to be sent, or the line was lost: whatever waited is part of the next answer. */
  awaitAnswer(): void {
    this.#awaiting = true
    this.#held.clear()
    this.#clearGap()
  }

  lost(): void {
    for (const { listener } of this.#readers) listener.onLost?.()
    this.awaitAnswer()
  }

  close(): void {
    this.#clearGap()
    this.#readers.clear()
  }

  /** The cursors are of another life of the installation. */
  forgetCursors(): void {
    this.#head = 0
    this.#isForeign = true
    for (const reader of this.#readers) if (reader.cursor !== null) reader.cursor = 0
  }

  event(event: TopicEvent): void {
    const { v } = event
    if (v === undefined) {
      for (const { listener } of this.#readers) listener.onEvent(event)
      return
    }
    this.#head = Math.max(this.#head, v)
    this.#deliver(event, v)
    this.#drainHeld()
    this.#watchGap()
  }

  heads(version: number): void {
    this.#head = Math.max(this.#head, version)
    this.#watchGap()
  }

  /** Hints may have been lost on the way: whoever lives by them reads again. An answer that is on its way says the same. */
  missedHints(): void {
    if (this.#awaiting) return
    for (const { cursor, listener } of this.#readers) {
      if (cursor === null) this.#settle(listener.onCaughtUp?.({ state: 'current', version: this.#head, events: [] }))
    }
  }

  caughtUp(given: CaughtUp): void {
    this.#awaiting = false
    const answer = this.#isForeign ? asReset(given) : given
    this.#isForeign = false
    if (answer.state === 'refused') {
      this.refused()
      return
    }
    // After a reset the numbers may be lower: those of a restored backup.
    const isReset = answer.state === 'reset'
    this.#head = isReset ? answer.version : Math.max(this.#head, answer.version)
    for (const reader of this.#readers) {
      const had = reader.cursor
      if (had !== null) reader.cursor = isReset ? answer.version : Math.max(had, answer.version)
      this.#settle(reader.listener.onCaughtUp?.(had === null ? answer : onlyNewer(answer, had)))
    }
    this.#drainHeld()
    if (answer.state === 'current' && answer.head !== undefined) this.#askForMore(answer.head)
    else this.#watchGap()
  }

  refused(): void {
    const readers = [...this.#readers]
    this.close()
    for (const { listener } of readers) listener.onRefused?.()
  }

  /** One answer carries only so much. */
  #askForMore(head: number): void {
    this.#head = Math.max(this.#head, head)
    this.#awaiting = true
    this.#options.resubscribe()
  }

  #settle(work: void | Promise<void>): void {
    if (!work) return
    this.#unsettled += 1
    const done = () => {
      this.#unsettled -= 1
      this.#options.onSettled()
    }
    work.then(done, done)
  }

  #deliver(event: TopicEvent, v: number): void {
    let isEarly = false
    for (const reader of this.#readers) {
      if (reader.cursor === null) {
        reader.listener.onEvent(event)
        continue
      }
      if (v === reader.cursor + 1) {
        reader.cursor = v
        reader.listener.onEvent(event)
      } else if (v > reader.cursor) isEarly = true
    }
    if (isEarly) this.#hold(event, v)
  }

  #hold(event: TopicEvent, v: number): void {
    if (this.#held.size >= MOST_HELD) this.#options.resubscribe()
    else this.#held.set(v, event)
  }

  /** Delivers what waited and now follows. Readers without order had it when it came. */
  #drainHeld(): void {
    for (const [v, event] of [...this.#held].sort(([a], [b]) => a - b)) {
      for (const reader of this.#readers) {
        if (reader.cursor === null || v !== reader.cursor + 1) continue
        reader.cursor = v
        reader.listener.onEvent(event)
      }
      if (v <= (this.cursor ?? v)) this.#held.delete(v)
    }
  }

  #watchGap(): void {
    const isMissing = this.cursor !== null && this.cursor < this.#head
    if (!isMissing) {
      this.#clearGap()
      return
    }
    if (this.#awaiting) return
    this.#gap ??= setTimeout(() => {
      this.#gap = undefined
      this.#options.resubscribe()
    }, GAP_PATIENCE_MS)
  }

  #clearGap(): void {
    clearTimeout(this.#gap)
    this.#gap = undefined
  }
}

function onlyNewer<Answer extends CaughtUp>(answer: Answer, than: number): Answer {
  return answer.state === 'current' ? { ...answer, events: answer.events.filter(({ v }) => v > than) } : answer
}

function asReset(answer: CaughtUp): CaughtUp {
  return answer.state === 'current' ? { state: 'reset', version: answer.head ?? answer.version } : answer
}
