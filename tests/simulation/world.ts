import { DeleteMessage, EditMessage, React, RenameRoom, SendMessage } from '#protocol/rooms'
import { Broken, LineLaws } from './laws.ts'
import { SimulatedLine } from './line.ts'
import { mustBeTrue } from './finals.ts'
import { Exchange, type BusFaults } from './lossy-bus.ts'
import { SimulatedNode, type NodeFaults } from './node.ts'
import { Page } from './page.ts'
import { Random } from './random.ts'
import { Schedule } from './schedule.ts'
import { Truth, type SignIn, type TruthFaults } from './truth.ts'

export type Faults = TruthFaults & NodeFaults & BusFaults

const PEOPLE = ['maria', 'jonas', 'vera'] as const
const ROOMS = ['00000000-0000-7000-8000-00000000a001', '00000000-0000-7000-8000-00000000a002'] as const
const NODES = 2

interface OpenLine {
  line: SimulatedLine
  page: Page
  node: SimulatedNode
}

/** Nodes, pages, rooms and people, for one interleaving. */
export class World {
  readonly random: Random
  readonly schedule: Schedule
  readonly truth: Truth
  readonly pages: Page[] = []
  readonly #faults: Faults
  readonly #exchange: Exchange
  #nodes: SimulatedNode[] = []
  #lines: OpenLine[] = []
  #names = 0
  readonly #notes: string[] | undefined
  #broken: Error | undefined
  /** Of all that was chosen: two interleavings with different ones are different. */
  trace = 0

  /** @param notes what happens is written there, to be read by people */
  constructor(seed: number, faults: Faults, notes?: string[]) {
    this.#faults = faults
    this.#notes = notes
    this.random = new Random(seed)
    this.schedule = new Schedule(this.random.fraction, (error) => this.#failed(error))
    this.truth = new Truth(faults)
    this.#exchange = new Exchange(this.schedule, this.random, faults)
  }

  begin(): void {
    this.schedule.begin()
    this.truth.addRoom(ROOMS[0], PEOPLE)
    this.truth.addRoom(ROOMS[1], ['maria', 'jonas'])
    for (let index = 0; index < NODES; index += 1) this.#startNode()
    this.#openPage('maria')
    this.#openPage('jonas')
  }

  end(): void {
    for (const page of this.pages) page.close()
    for (const node of this.#nodes) node.die()
    this.schedule.end()
  }

  /** Lets one of the things that may happen next happen. */
  async move(): Promise<void> {
    const { points } = this.schedule
    const isTime = points.length === 0 || this.random.once(15)
    const chosen = isTime ? -1 : this.random.below(points.length)
    const point = points[chosen]
    this.#chose(points.length, chosen)
    if (point) {
      this.note(`  ${point.what}`)
      await this.schedule.take(chosen)
    } else {
      await this.schedule.pass()
      this.note(`  ${this.schedule.passed} ms`)
    }
    this.#mustHold()
  }

  /** Everything that has begun ends, in order. */
  async drain(): Promise<void> {
    do {
      while (this.schedule.points.length > 0) {
        this.note(`  ${this.schedule.points[0]?.what}`)
        await this.schedule.take(0)
        this.#mustHold()
      }
      await this.schedule.wholeTurn()
    } while (this.schedule.points.length > 0)
  }

  /** Everything heals and time passes, until all is quiet. */
  async settle(): Promise<void> {
    this.note('everything heals')
    this.#exchange.isHealed = true
    for (const { statements } of this.#nodes) statements.isHealed = true
    if (this.#exchange.isDown) this.#exchange.restore()
    await this.drain()
    const begun = this.schedule.passed
    let isQuiet = false
    while (!isQuiet) {
      await this.pass(2_400)
      isQuiet = this.pages.every(({ isSettled }) => isSettled)
      if (this.schedule.passed - begun > 60_000) {
        const states = this.pages.map(({ name, connection }) => `${name} ${connection.state.read().state}`)
        throw new Broken('I4', `after a minute not all are current: ${states.join(', ')}`)
      }
    }
  }

  async pass(milliseconds: number): Promise<void> {
    const until = this.schedule.passed + milliseconds
    do await this.drain()
    while (await this.schedule.pass(until))
    this.note(`  ${this.schedule.passed} ms`)
  }

  /** One of the things people and machines do; chosen by chance. */
  act(): void {
    const { random } = this
    const page = random.pick(this.pages)
    const roomId = random.pick(ROOMS)
    const action = random.below(20)
    this.#chose(this.truth.commits, action)
    switch (action) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        this.note(`${page.name} says something in ${roomId}`)
        return page.say(roomId, `Satz ${page.sent.length}`)
      case 5:
      case 6:
        return this.#repeat(page)
      case 7:
        return this.#rewrite(page)
      case 8:
        return this.#react(page)
      case 9:
        if (random.once(2)) return page.look(roomId)
        this.note(`${page.name} renames ${roomId}`)
        return page.call(RenameRoom, { roomId, name: `Name ${this.truth.commits}` })
      case 10:
      case 11:
      case 12:
      case 13:
        return this.#changePeople(roomId)
      case 14:
        this.note(`${page.name} looks at ${roomId}`)
        return page.look(roomId)
      case 15:
      case 16:
        return this.#cut()
      case 17:
        return this.#signOut(page)
      case 18:
        return this.#breakSomething()
      default:
        if (this.pages.length < 5) this.#openPage(random.pick(PEOPLE))
    }
  }

  /** I1–I4, once everything is quiet. */
  check(): void {
    this.#mustHold()
    mustBeTrue(this.truth, this.pages)
  }

  note(what: string): void {
    this.#notes?.push(what)
  }

  #chose(among: number, chosen: number): void {
    this.trace = Math.imul(this.trace ^ (among * 64 + chosen), 0x9e3779b1)
    this.trace ^= this.trace >>> 15
  }

  #failed(error: unknown): void {
    this.#broken ??= error instanceof Error ? error : new Error(String(error))
  }

  #mustHold(): void {
    if (this.#broken) throw this.#broken
  }

  #startNode(): void {
    this.#names += 1
    const { truth } = this
    this.#nodes.push(
      new SimulatedNode({ name: `node-${this.#names}`, truth, exchange: this.#exchange, faults: this.#faults }),
    )
  }

  #openPage(userId: string): void {
    this.#names += 1
    const others = [...this.truth.signIns.values()].filter((one) => one.userId === userId && one.ended === undefined)
    const [shared] = this.random.once(2) ? others : []
    const signIn: SignIn = shared ?? { id: `sign-in-${this.#names}`, userId, ended: undefined }
    this.truth.signIns.set(signIn.id, signIn)
    const name = `${userId} ${this.#names}`
    this.note(`${name} opens a page, ${signIn.id}`)
    const page: Page = new Page({
      name,
      signIn,
      schedule: this.schedule,
      openSocket: () => this.#connect(() => page, name, signIn),
      newId: () => this.#newId(),
      failed: (error) => this.#failed(error),
    })
    this.pages.push(page)
    for (const roomId of ROOMS) if (!this.random.once(4)) page.look(roomId)
  }

  #connect(page: () => Page, pageName: string, signIn: SignIn) {
    this.#names += 1
    const node = this.random.pick(this.#nodes)
    const name = `line ${this.#names} of ${pageName} at ${node.name}`
    const laws = new LineLaws(name, this.truth, signIn)
    const { schedule, random } = this
    const line = new SimulatedLine({
      name,
      schedule,
      random,
      written: (frame) => {
        this.note(`    ${name} gets ${JSON.stringify(frame)}`)
        try {
          laws.written(frame)
        } catch (error) {
          this.#failed(error)
        }
      },
    })
    void node.knock(line, signIn)
    this.#lines = this.#lines.filter((open) => open.line.isOpenAtClient)
    this.#lines.push({
      line,
      node,
      get page() {
        return page()
      },
    })
    return line.socket
  }

  #newId(): string {
    this.#names += 1
    return `00000000-0000-7000-8000-c${String(this.#names).padStart(11, '0')}`
  }

  /** The same id once more, at whatever node, by whatever page of that person. */
  #repeat(page: Page): void {
    const own = this.pages.filter(({ signIn }) => signIn.userId === page.signIn.userId)
    const sent = own.flatMap((one) => one.sent)
    if (sent.length === 0) return
    const again = this.random.pick(sent)
    this.note(`${page.name} repeats ${again.clientId}`)
    const { roomId, clientId, body } = again
    page.call(SendMessage, { roomId, clientId, body }, (message) => again.answers.push(message))
  }

  #rewrite(page: Page): void {
    const { userId } = page.signIn
    const own = [...this.truth.rooms.values()]
      .flatMap(({ messages }) => messages)
      .filter(({ author }) => author.id === userId)
    if (own.length === 0) return
    const { id: messageId, roomId } = this.random.pick(own)
    const isEdit = this.random.once(2)
    this.note(`${page.name} ${isEdit ? 'edits' : 'deletes'} ${messageId}`)
    if (isEdit) page.call(EditMessage, { roomId, messageId, body: `anders ${this.truth.commits}` })
    else page.call(DeleteMessage, { roomId, messageId })
  }

  #react(page: Page): void {
    const all = [...this.truth.rooms.values()].flatMap(({ messages }) => messages)
    if (all.length === 0) return
    const { id: messageId, roomId } = this.random.pick(all)
    this.note(`${page.name} reacts to ${messageId}`)
    page.call(React, { roomId, messageId, emoji: '👍', on: this.random.once(2) })
  }

  /** By somebody who manages the room and is not looked at. */
  #changePeople(roomId: string): void {
    const userId = this.random.pick(PEOPLE)
    const isIn = !this.truth.sees(userId, roomId)
    const node = this.random.pick(this.#nodes)
    this.note(`${userId} is ${isIn ? 'added to' : 'removed from'} ${roomId} at ${node.name}`)
    node.setPerson(roomId, userId, isIn).catch(() => undefined)
  }

  #cut(): void {
    const open = this.#lines.filter(({ line }) => line.isOpenAtClient)
    if (open.length === 0) return
    this.note('a line is cut')
    this.random.pick(open).line.cut()
  }

  #signOut({ signIn }: Page): void {
    const node = this.random.pick(this.#nodes)
    this.note(`${signIn.id} signs out at ${node.name}`)
    node.signOut(signIn.id).catch(() => undefined)
  }

  #breakSomething(): void {
    if (this.random.once(2)) {
      const isDown = !this.#exchange.isDown
      this.note(isDown ? 'the bus goes away' : 'the bus is back')
      if (isDown) this.#exchange.isDown = true
      else this.#exchange.restore()
      return
    }
    const node = this.random.pick(this.#nodes)
    this.note(`${node.name} dies`)
    node.die()
    this.#nodes = this.#nodes.filter((one) => one !== node)
    for (const open of this.#lines) if (open.node === node) open.line.cut(true)
    this.#startNode()
  }
}
