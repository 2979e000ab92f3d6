import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Attendance, type Changes, type Said } from '../../server/features/presence/attendance.ts'

const PEOPLE = ['maria', 'jonas'] as const
const NODES = 3

type Step =
  | { do: 'report' | 'end'; node: number; page: number; person: number }
  | { do: 'tell' | 'hear'; node: number }
  | { do: 'repeat'; node: number }

type Sent = { from: number } & ({ said: Said } | { told: Changes })

/** Some nodes on one bus, and at each somebody who hears of the same room. Nothing arrives before its node takes it. */
class Cluster {
  readonly nodes = Array.from({ length: NODES }, () => new Attendance())
  readonly views = this.nodes.map(() => new Set<string>())
  readonly #bus: Sent[] = []
  readonly #taken = this.nodes.map(() => 0)
  #now = 0

  step(step: Step): void {
    const node = this.nodes[step.node]!
    switch (step.do) {
      case 'report':
      case 'end': {
        const userId = PEOPLE[step.person]!
        const socketId = `${step.node} ${step.page} ${userId}`
        if (step.do === 'report') node.report(socketId, { userId, sessionId: socketId }, this.#now)
        else node.endSessions(new Set([socketId]))
        return
      }
      case 'tell':
        this.#tell(step.node)
        return
      case 'hear':
        this.#hear(step.node)
        return
      case 'repeat':
        this.#bus.push({ from: step.node, said: { userIds: node.ownUserIds, gone: [] } })
        return
      default:
        step satisfies never
    }
  }

  /** Every node repeats once more who is with it; everything is heard, and told. */
  settle(): void {
    for (const node of this.nodes.keys()) this.step({ do: 'repeat', node })
    while (this.nodes.some((node) => node.hasUntold) || this.#taken.some((taken) => taken < this.#bus.length)) {
      for (const node of this.nodes.keys()) this.#tell(node)
      for (const node of this.nodes.keys()) while (this.#hear(node));
    }
  }

  /** Who has a page open somewhere. */
  get there(): string[] {
    return [...new Set(this.nodes.flatMap((node) => node.ownUserIds))].toSorted()
  }

  #tell(index: number): void {
    const node = this.nodes[index]!
    if (!node.hasUntold) return
    const told = node.takeChanges()
    this.#bus.push({ from: index, said: { userIds: node.ownUserIds, gone: [] } })
    this.#see(index, told)
    this.#bus.push({ from: index, told })
    this.#bus.push({ from: index, said: { userIds: node.ownUserIds, gone: told.gone } })
  }

  #hear(index: number): boolean {
    const sent = this.#bus[this.#taken[index]!]
    if (!sent) return false
    this.#taken[index]! += 1
    if (sent.from === index) return true
    if ('said' in sent) this.nodes[index]!.heard(String(sent.from), sent.said, this.#now)
    else this.#see(index, sent.told)
    return true
  }

  #see(index: number, { here, gone }: Changes): void {
    for (const userId of here) this.views[index]!.add(userId)
    for (const userId of gone) this.views[index]!.delete(userId)
  }
}

test('H6: whatever order pages come and go in, and nodes hear of each other: in the end everybody sees who is there', () => {
  const node = fc.nat(NODES - 1)
  const page = fc.nat(1)
  const person = fc.nat(PEOPLE.length - 1)
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constantFrom('report' as const, 'end' as const), node, page, person }),
    fc.record({ do: fc.constantFrom('tell' as const, 'hear' as const), node }),
    fc.record({ do: fc.constantFrom('tell' as const, 'hear' as const), node }),
    fc.record({ do: fc.constant('repeat' as const), node }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const cluster = new Cluster()
      for (const next of steps) cluster.step(next)
      cluster.settle()
      for (const view of cluster.views) expect([...view].toSorted()).toEqual(cluster.there)
    }),
    { numRuns: 5_000 },
  )
})

describe('time', () => {
  const said = (...userIds: string[]): Said => ({ userIds, gone: [] })
  const maria = { userId: 'maria', sessionId: 's' }

  test('whoever is not reported again is gone, a page that is loaded anew is not', () => {
    const node = new Attendance()
    node.report('a', maria, 0)
    expect(node.takeChanges()).toEqual({ here: ['maria'], gone: [] })
    node.leave('a', 1_000)
    node.report('b', maria, 3_000)
    node.sweep(60_000)
    expect(node.hasUntold).toBe(false)
    node.sweep(78_000)
    expect(node.takeChanges()).toEqual({ here: [], gone: ['maria'] })
    expect(node.has('maria')).toBe(false)
  })

  test('a node that falls silent takes its people along, and brings them back', () => {
    const node = new Attendance()
    node.heard('other', said('maria'), 0)
    expect(node.hasUntold).toBe(false)
    node.sweep(39_999)
    expect(node.has('maria')).toBe(true)
    node.sweep(40_000)
    expect(node.takeChanges()).toEqual({ here: [], gone: ['maria'] })
    // The other one is to say so itself: it is told that it was given up.
    expect(node.heard('other', said('maria', 'jonas'), 41_000)).toEqual(['maria'])
    expect(node.hasUntold).toBe(false)
    const other = new Attendance()
    other.report('a', maria, 0)
    other.takeChanges()
    other.heard('node', { userIds: [], gone: ['maria'] }, 41_000)
    expect(other.takeChanges()).toEqual({ here: ['maria'], gone: [] })
  })

  test('whoever was silenced leaves nothing to tell', () => {
    const node = new Attendance()
    node.report('a', maria, 0)
    node.heard('other', said('maria', 'jonas'), 0)
    expect(node.silence(new Set(['maria', 'nobody']))).toEqual(['maria'])
    expect(node.hasUntold).toBe(false)
    expect(node.has('maria')).toBe(false)
    expect(node.has('jonas')).toBe(true)
    node.heard('other', said('jonas'), 1)
    node.sweep(90_000)
    expect(node.takeChanges()).toEqual({ here: [], gone: ['jonas'] })
  })
})
