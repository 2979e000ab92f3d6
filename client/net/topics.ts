import type { ClientFrame, ServerFrame } from '#wire/frames'
import { LIMITS } from '#wire/limits'
import { TopicFeed, type TopicListener } from './topic-feed.ts'

/** How long to wait before asking again when the server could not subscribe. */
const REFUSED_PAUSE_MS = 1_000

export interface TopicsOptions {
  /** False when there is no line; everything is subscribed again when there is one. */
  send: (frame: ClientFrame) => boolean
  nextId: () => number
  /** Something became current or fell behind. */
  onChange: () => void
}

/** Everything this page hears. Subscribes what is wanted in one frame, again after each outage, with the cursors it has. */
export class Topics {
  readonly #options: TopicsOptions
  readonly #feeds = new Map<string, TopicFeed>()
  readonly #wanted = new Set<string>()
  /** Under which id a topic was asked for last: only that answer says where it stands. */
  readonly #asked = new Map<string, number>()
  #flushing = false

  constructor(options: TopicsOptions) {
    this.#options = options
  }

  get behind(): boolean {
    return this.#feeds.values().some((feed) => feed.behind)
  }

  /**
   * Hears a topic, across outages, until the returned function is called.
   * @param cursor the version the listener has; null for hints only
   */
  subscribe(topic: string, cursor: number | null, listener: TopicListener): () => void {
    const feed = this.#feed(topic)
    const remove = feed.add(listener, cursor)
    this.#want(topic)
    return () => {
      remove()
      if (feed.empty && this.#feeds.get(topic) === feed) this.#forget(topic)
    }
  }

  /** A new line is open. */
  resume(): void {
    this.#asked.clear()
    for (const topic of this.#feeds.keys()) this.#want(topic)
  }

  lost(): void {
    this.#asked.clear()
    for (const feed of this.#feeds.values()) feed.lost()
    this.#options.onChange()
  }

  forgetCursors(): void {
    for (const feed of this.#feeds.values()) feed.forgetCursors()
  }

  clear(): void {
    for (const feed of this.#feeds.values()) feed.close()
    this.#feeds.clear()
    this.#wanted.clear()
    this.#asked.clear()
  }

  receive(frame: ServerFrame): void {
    switch (frame.t) {
      case 'event':
        this.#feeds.get(frame.topic)?.event(frame)
        break
      case 'caughtUp':
        this.#caughtUp(frame)
        break
      case 'heads':
        for (const [topic, version] of Object.entries(frame.versions)) this.#feeds.get(topic)?.heads(version)
        break
      case 'missed':
        for (const topic of frame.topics) this.#feeds.get(topic)?.missedHints()
        break
      case 'revoked':
        this.#refused(frame.topic)
        break
      case 'reply':
        this.#askedInVain(frame.id)
        break
      case 'hello':
      case 'goodbye':
      case 'refused':
      case 'pong':
        return
      default:
        frame satisfies never
    }
    this.#options.onChange()
  }

  #feed(topic: string): TopicFeed {
    const known = this.#feeds.get(topic)
    if (known) return known
    const feed = new TopicFeed({ resubscribe: () => this.#want(topic), onSettled: () => this.#options.onChange() })
    this.#feeds.set(topic, feed)
    return feed
  }

  #forget(topic: string): void {
    this.#feeds.get(topic)?.close()
    this.#feeds.delete(topic)
    this.#asked.delete(topic)
    if (!this.#wanted.delete(topic)) this.#options.send({ t: 'unsubscribe', topics: [topic] })
    this.#options.onChange()
  }

  /** Gathers what is asked for in one go into one frame. */
  #want(topic: string): void {
    this.#wanted.add(topic)
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  #flush(): void {
    const topics = [...this.#wanted].filter((topic) => this.#feeds.has(topic))
    this.#wanted.clear()
    for (let start = 0; start < topics.length; start += LIMITS.topicsPerSubscribe) {
      this.#ask(topics.slice(start, start + LIMITS.topicsPerSubscribe))
    }
    this.#options.onChange()
  }

  #ask(topics: string[]): void {
    const id = this.#options.nextId()
    const cursors: Record<string, number | null> = {}
    for (const topic of topics) {
      const feed = this.#feed(topic)
      feed.awaitAnswer()
      cursors[topic] = feed.cursor
    }
    if (!this.#options.send({ t: 'subscribe', id, cursors })) return
    for (const topic of topics) this.#asked.set(topic, id)
  }

  #caughtUp({ id, topics }: ServerFrame & { t: 'caughtUp' }): void {
    for (const [topic, answer] of Object.entries(topics)) {
      if (this.#asked.get(topic) !== id) continue
      this.#asked.delete(topic)
      if (answer.state === 'refused') this.#refused(topic)
      else this.#feeds.get(topic)?.caughtUp(answer)
    }
  }

  #refused(topic: string): void {
    const feed = this.#feeds.get(topic)
    this.#feeds.delete(topic)
    this.#asked.delete(topic)
    feed?.refused()
  }

  #askedInVain(id: number): void {
    const topics = [...this.#asked].filter(([, askedAs]) => askedAs === id).map(([topic]) => topic)
    if (topics.length === 0) return
    for (const topic of topics) this.#asked.delete(topic)
    setTimeout(() => {
      for (const topic of topics) if (this.#feeds.has(topic)) this.#want(topic)
    }, REFUSED_PAUSE_MS)
  }
}
