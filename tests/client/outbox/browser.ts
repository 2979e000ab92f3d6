import type { Notice, Tabs } from '../../../client/features/rooms/outbox/tabs.ts'

interface Turn {
  tab: object
  work: () => Promise<void>
  resolve: () => void
  reject: (error: unknown) => void
}

export interface Tab extends Tabs {
  /** Ends without a word: its turns go to the others, nobody hears of it. */
  die(): void
}

/** Several tabs of one browser, as far as they know of each other. */
export class Browser {
  readonly #listeners = new Map<object, Set<(notice: Notice) => void>>()
  readonly #queues = new Map<string, Turn[]>()

  openTab(): Tab {
    const tab = {}
    const own = new Set<(notice: Notice) => void>()
    this.#listeners.set(tab, own)
    return {
      alone: (name, work) =>
        new Promise((resolve, reject) => {
          if (!this.#listeners.has(tab)) return
          const queue = this.#queues.get(name) ?? []
          this.#queues.set(name, queue)
          queue.push({ tab, work, resolve, reject })
          if (queue.length === 1) this.#begin(name)
        }),
      tell: (notice) => this.#tell(tab, notice),
      hear(listener) {
        own.add(listener)
        return () => own.delete(listener)
      },
      die: () => this.#die(tab),
    }
  }

  #begin(name: string): void {
    const turn = this.#queues.get(name)?.[0]
    if (!turn) return
    turn
      .work()
      .then(turn.resolve, turn.reject)
      .finally(() => this.#end(name, turn))
  }

  #end(name: string, turn: Turn): void {
    const queue = this.#queues.get(name)
    if (queue?.[0] !== turn) return
    queue.shift()
    this.#begin(name)
  }

  #tell(from: object, notice: Notice): void {
    if (!this.#listeners.has(from)) return
    for (const [tab, listeners] of this.#listeners) {
      if (tab !== from) for (const listener of listeners) queueMicrotask(() => listener(structuredClone(notice)))
    }
  }

  #die(tab: object): void {
    this.#listeners.delete(tab)
    for (const [name, queue] of this.#queues) {
      const first = queue[0]
      this.#queues.set(
        name,
        queue.filter((turn) => turn.tab !== tab),
      )
      if (first?.tab === tab) this.#begin(name)
    }
  }
}
