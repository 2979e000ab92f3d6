import { Store } from '../../state/store.ts'

/** A value that is kept current only while somebody looks at it. */
export abstract class Watched<Value> {
  readonly #empty: Value
  readonly #store: Store<Value>
  #watchers = 0
  #stop: (() => void) | undefined

  constructor(empty: Value) {
    this.#empty = empty
    this.#store = new Store(empty)
  }

  readonly read = (): Value => this.#store.read()

  readonly subscribe = (listener: () => void): (() => void) => {
    const leave = this.#store.subscribe(listener)
    this.#watchers += 1
    this.#stop ??= this.start()
    return () => {
      leave()
      this.#watchers -= 1
      if (this.#watchers > 0) return
      this.#stop?.()
      this.#stop = undefined
      this.clear()
    }
  }

  protected get isWatched(): boolean {
    return this.#watchers > 0
  }

  /** Begins to keep it current; the returned function ends that. */
  protected abstract start(): () => void

  protected set(value: Value): void {
    this.#store.set(value)
  }

  protected clear(): void {
    this.#store.set(this.#empty)
  }
}
