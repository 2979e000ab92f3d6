import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

/** As a database that was lost says it. */
class DatabaseAway extends Error {
  readonly code = '57P01'
}

const LOST = { error: new DatabaseAway('lost') }

interface StatementsOptions {
  name: string
  schedule: Schedule
  random: Random
  isGone: () => boolean
}

/**
 * A node's way to the database: when a statement takes effect, and when its answer arrives, are chosen. A transaction that was
 * lost may have been committed.
 */
export class Statements {
  readonly #options: StatementsOptions
  /** From now on nothing is lost. */
  isHealed = false

  constructor(options: StatementsOptions) {
    this.#options = options
  }

  one<T>(what: string, statement: () => T): Promise<T> {
    return this.two(what, statement, (result) => result)
  }

  /** Two statements, one after the other: between them may be whatever else happens. */
  two<First, Second>(what: string, first: () => First, second: (first: First) => Second): Promise<Second> {
    const { name, schedule, random, isGone } = this.#options
    const early = random.below(3)
    const begun = early > 0 ? outcomeOf(first) : undefined
    const done = early > 1 && begun ? after(begun, second) : undefined
    const isLost = !this.isHealed && random.once(25)
    return new Promise((resolve, reject) => {
      schedule.add(`${name} is answered ${what}${isLost ? ' (lost)' : ''}`, () => {
        if (isGone()) return
        const outcome = isLost ? LOST : (done ?? after(begun ?? outcomeOf(first), second))
        if ('value' in outcome) resolve(outcome.value)
        else reject(outcome.error)
      })
    })
  }
}

type Outcome<T> = { value: T } | { error: unknown }

function outcomeOf<T>(statement: () => T): Outcome<T> {
  try {
    return { value: statement() }
  } catch (error) {
    return { error }
  }
}

function after<First, Second>(first: Outcome<First>, second: (first: First) => Second): Outcome<Second> {
  return 'value' in first ? outcomeOf(() => second(first.value)) : first
}
