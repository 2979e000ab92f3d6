import fc, { type Scheduler } from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import type { KeptMessage, WrittenMessage } from '../../../client/features/rooms/outbox/model.ts'
import { Outbox } from '../../../client/features/rooms/outbox/outbox.ts'
import { MemoryStore, type OutboxStore } from '../../../client/features/rooms/outbox/store.ts'
import { ConnectionError } from '../../../client/net/connection-error.ts'
import { Browser, type Tab } from './browser.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const RUNS = 400
const TABS = 3
const ROOMS = ['a', 'b']

type Fate = 'acknowledged' | 'lost' | 'answerLost' | 'refused'

type Step =
  | { kind: 'write'; tab: number; room: string }
  | { kind: 'answer'; which: number; fate: Fate }
  | { kind: 'retry' | 'discard'; tab: number; which: number }
  | { kind: 'reload' | 'crash' | 'reconnect' | 'hear'; tab: number }
  | { kind: 'disk'; times: number }
  | { kind: 'wait' }

const tab = fc.nat({ max: TABS - 1 })
const which = fc.nat({ max: 5 })
const fate = fc.constantFrom<Fate>('acknowledged', 'acknowledged', 'lost', 'answerLost', 'refused')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('write'), tab, room: fc.constantFrom(...ROOMS) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer'), which, fate }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('disk'), times: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('retry', 'discard'), tab, which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('reload', 'crash', 'reconnect', 'hear'), tab }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait') }) },
) as fc.Arbitrary<Step>

/** What the server wrote, once per client id. */
class Town {
  readonly written: { roomId: string; clientId: string }[] = []

  has(clientId: string): boolean {
    return this.written.some((message) => message.clientId === clientId)
  }

  /** Gives the message's version. */
  write({ roomId, clientId }: { roomId: string; clientId: string }): number {
    if (!this.has(clientId)) this.written.push({ roomId, clientId })
    return this.written.findIndex((message) => message.clientId === clientId) + 1
  }
}

/** The database of one browser: one thing after the other, each in its time; and what is known of every message. */
class Disk {
  readonly store = new MemoryStore()
  /** By client id: the last place it had. */
  readonly places = new Map<string, KeptMessage>()
  readonly discarded = new Set<string>()
  readonly #scheduler: Scheduler
  #queue: Promise<unknown> = Promise.resolve()

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** As one tab has it; a tab that is dead does nothing any more, and hears nothing of what it did. */
  for(isAlive: () => boolean): OutboxStore {
    const run = <Result>(work: () => Promise<Result>): Promise<Result> => {
      const done = this.#queue.then(async () => {
        await this.#scheduler.schedule(Promise.resolve())
        return isAlive() ? work() : undefined
      })
      this.#queue = done
      return done.then((result) => (isAlive() ? (result as Result) : new Promise<never>(() => undefined)))
    }
    return {
      add: (message) => run(() => this.#add(message)),
      list: () => run(() => this.store.list()),
      refuse: (clientId, failure) => run(() => this.store.refuse(clientId, failure)),
      again: (clientId) => run(() => this.#again(clientId)),
      forget: (clientIds) => run(() => this.store.forget(clientIds)),
    }
  }

  async #add(message: WrittenMessage): Promise<KeptMessage> {
    const kept = await this.store.add(message)
    this.places.set(kept.clientId, kept)
    return kept
  }

  async #again(clientId: string): Promise<void> {
    await this.store.again(clientId)
    const kept = (await this.store.list()).find((message) => message.clientId === clientId)
    if (kept) this.places.set(clientId, kept)
  }
}

interface Attempt {
  page: Page
  input: { roomId: string; clientId: string }
  answer: (fate: Fate) => void
}

interface Page {
  outbox: Outbox
  tab: Tab
  isAlive: boolean
  /** Up to here of what was written has come as events. */
  heard: number
}

/** One person with several tabs at one browser, and the server. */
class World {
  readonly town = new Town()
  readonly disk: Disk
  readonly #browser = new Browser()
  readonly #scheduler: Scheduler
  readonly pages: Page[] = []
  attempts: Attempt[] = []
  #count = 0

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
    this.disk = new Disk(scheduler)
    for (let index = 0; index < TABS; index += 1) this.pages[index] = this.#open()
  }

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'write':
        void this.#page(next.tab).outbox.add(next.room, 'text')
        break
      case 'answer':
        this.#answer(next.which, next.fate)
        break
      case 'retry':
      case 'discard':
        this.#decide(next)
        break
      case 'reload':
        this.#page(next.tab).outbox.close()
        this.#die(next.tab)
        break
      case 'crash':
        this.#die(next.tab)
        break
      case 'reconnect':
        void this.#page(next.tab).outbox.reconnected()
        break
      case 'hear':
        this.#hear(this.#page(next.tab))
        break
      case 'disk':
        for (let turn = 0; turn < next.times; turn += 1) await this.#turnDisk()
        break
      case 'wait':
        await vi.advanceTimersByTimeAsync(2_500)
        break
      default:
        next satisfies never
    }
    await vi.advanceTimersByTimeAsync(0)
  }

  /** The line holds and the disk turns until nothing is under way any more. */
  async settle(): Promise<void> {
    for (const page of this.pages) void page.outbox.reconnected()
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await vi.advanceTimersByTimeAsync(2_500)
      while (this.attempts.length > 0 || this.#scheduler.count() > 0) {
        quiet = 0
        this.#answer(0, 'acknowledged')
        await this.#turnDisk()
      }
    }
    for (const page of this.pages) this.#hear(page)
    await this.take({ kind: 'disk', times: 100 })
  }

  async #turnDisk(): Promise<void> {
    if (this.#scheduler.count() > 0) await this.#scheduler.waitOne()
    await vi.advanceTimersByTimeAsync(0)
  }

  #open(): Page {
    const openTab = this.#browser.openTab()
    const page: Page = { isAlive: true, tab: openTab, heard: this.town.written.length } as Page
    page.outbox = new Outbox({
      store: this.disk.for(() => page.isAlive),
      tabs: openTab,
      codeOf: (failure) =>
        failure instanceof Refusal || failure instanceof ConnectionError ? failure.code : 'internal',
      now: () => 0,
      newId: () => `message-${(this.#count += 1)}`,
      onSent: ({ clientId, version }) => {
        if (version <= page.heard) page.outbox.arrived(new Set([clientId]))
      },
      send: (input) => new Promise((resolve, reject) => this.#sent(page, input, resolve, reject)),
    })
    void page.outbox.lookAndSend()
    return page
  }

  #sent(
    page: Page,
    input: Attempt['input'],
    resolve: (message: Message) => void,
    reject: (error: Error) => void,
  ): void {
    const answer = (given: Fate) => {
      // What is written already is never refused.
      if (given === 'refused' && !this.town.has(input.clientId)) return reject(new Refusal('forbidden'))
      if (given === 'lost') return reject(new ConnectionError('offline'))
      const version = this.town.write(input)
      if (given === 'answerLost') return reject(new ConnectionError('timeout'))
      resolve({ ...input, version } as Partial<Message> as Message)
    }
    this.attempts.push({ page, input, answer })
  }

  #answer(index: number, given: Fate): void {
    const [attempt] = this.attempts.splice(index % Math.max(1, this.attempts.length), 1)
    attempt?.answer(given)
  }

  #decide({ kind, tab: index, which: nth }: { kind: 'retry' | 'discard'; tab: number; which: number }): void {
    const { outbox } = this.#page(index)
    const failed = outbox.pending.read().filter(({ state }) => state === 'failed')
    const chosen = failed[nth % Math.max(1, failed.length)]
    if (!chosen) return
    if (kind === 'discard') this.disk.discarded.add(chosen.clientId)
    void outbox[kind](chosen.clientId)
  }

  /** What was under way is lost, or arrives before anything that is sent later. */
  #die(index: number): void {
    const page = this.#page(index)
    page.isAlive = false
    page.tab.die()
    const under = this.attempts.filter((attempt) => attempt.page === page)
    this.attempts = this.attempts.filter((attempt) => attempt.page !== page)
    for (const [nth, attempt] of under.entries()) attempt.answer(nth % 2 === 0 ? 'lost' : 'answerLost')
    this.pages[index] = this.#open()
  }

  #hear(page: Page): void {
    const news = this.town.written.slice(page.heard)
    page.heard = this.town.written.length
    page.outbox.arrived(new Set(news.map(({ clientId }) => clientId)))
  }

  #page(index: number): Page {
    const page = this.pages[index]
    if (!page) throw new Error('no such tab')
    return page
  }
}

function expectRight({ town, disk, pages }: World): void {
  for (const roomId of ROOMS) {
    const arrived = town.written.filter((message) => message.roomId === roomId).map(({ clientId }) => clientId)
    const inPlace = arrived.toSorted((x, y) => (disk.places.get(x)?.place ?? 0) - (disk.places.get(y)?.place ?? 0))
    expect(arrived).toEqual(inPlace)
  }
  const shown = pages.map(({ outbox }) => outbox.pending.read().map(({ clientId, state }) => `${clientId} ${state}`))
  expect(new Set(shown.map(String)).size, `all tabs show the same: ${shown.join(' | ')}`).toBe(1)
  for (const clientId of disk.places.keys()) {
    const isFailed = shown[0]?.includes(`${clientId} failed`) === true
    const ends = [town.has(clientId), isFailed, disk.discarded.has(clientId) && !isFailed].filter(Boolean)
    expect(ends.length, `${clientId} is written, refused, or discarded`).toBeGreaterThanOrEqual(1)
  }
  expect(shown[0]?.filter((line) => !line.endsWith('failed'))).toEqual([])
}

test('whatever happens to lines, tabs and answers, what is kept arrives once and in order, or is the person’s to decide', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 60, size: 'max' }), async (scheduler, steps) => {
      const world = new World(scheduler)
      for (const next of steps) await world.take(next)
      await world.settle()
      expectRight(world)
    }),
    { numRuns: RUNS },
  )
})
