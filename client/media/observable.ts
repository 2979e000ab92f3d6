/** A value that tells when it changed, in the shape `useSyncExternalStore` reads. Values are replaced, never changed inside. */
export class Observable<Value> {
  readonly #listeners = new Set<() => void>()
  #value: Value

  constructor(value: Value) {
    this.#value = value
  }

  readonly read = (): Value => this.#value

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(value: Value): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const listener of [...this.#listeners]) listener()
  }

  change(part: Partial<Value>): void {
    this.set({ ...this.#value, ...part })
  }
}
