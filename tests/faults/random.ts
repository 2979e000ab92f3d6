/** Numbers that are the same for the same seed, so that a run can be told again. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least)
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  /** Waiting times of people who do something every `mean` on average. */
  pause(mean: number): number {
    return Math.min(-Math.log(1 - this.next()) * mean, mean * 5)
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[this.below(from.length)]
  }

  shuffled<T>(from: readonly T[]): T[] {
    const order = [...from]
    for (let at = order.length - 1; at > 0; at--) {
      const other = this.below(at + 1)
      const [a, b] = [order[at] as T, order[other] as T]
      order[at] = b
      order[other] = a
    }
    return order
  }

  /** A generator of its own, the same for the same seed and name. */
  branch(name: number): Random {
    return new Random(Math.imul(this.#state ^ 0x9e_37_79_b9, name + 1))
  }
}
