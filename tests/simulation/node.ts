import { pino } from 'pino'
import {
  DeleteMessage,
  EditMessage,
  ListRooms,
  MarkRead,
  MessageChanged,
  OpenRoom,
  React,
  RenameRoom,
  RoomChanged,
  RoomListChanged,
  RoomPeopleChanged,
  SendMessage,
} from '#protocol/rooms'
import type { InputOf } from '#wire/command'
import { createMetrics, type Metrics } from '../../server/platform/metrics.ts'
import { startBeacon } from '../../server/realtime/beacon.ts'
import { Dispatcher } from '../../server/realtime/dispatch.ts'
import type { Publisher } from '../../server/realtime/feature.ts'
import { Gateway } from '../../server/realtime/gateway.ts'
import { createPublisher } from '../../server/realtime/publisher.ts'
import { SignOuts } from '../../server/realtime/sign-outs.ts'
import type { TopicKind } from '../../server/realtime/topic-kind.ts'
import { Topics } from '../../server/realtime/topics.ts'
import { LossyBus, type Exchange } from './lossy-bus.ts'
import type { SimulatedLine } from './line.ts'
import { Statements } from './statements.ts'
import { presentRoom, type Posted, type SignIn, type Truth } from './truth.ts'

const EPOCH = 'one history'
const DISCARD = { write: () => undefined }
const log = pino({ level: 'silent' }, DISCARD)
const metrics = onceEach(createMetrics())

export interface NodeFaults {
  /** When membership changes, everybody is still allowed. */
  asksNobody?: boolean
  /** Whoever was allowed before the missed changes were read is still allowed after. */
  asksOnce?: boolean
  /** Sign-outs are not carried out. */
  keepsSignedOut?: boolean
  /** No node compares itself with the database. */
  hasNoBeacon?: boolean
}

interface NodeOptions {
  name: string
  truth: Truth
  exchange: Exchange
  faults: NodeFaults
}

/** A node: the product's realtime core, on a bus and a database that keep it waiting. */
export class SimulatedNode {
  readonly name: string
  readonly statements: Statements
  readonly #truth: Truth
  readonly #faults: NodeFaults
  readonly #bus: LossyBus
  readonly #gateway: Gateway
  readonly #publish: Publisher
  readonly #signOuts: SignOuts
  readonly #stopBeacon: () => void
  isGone = false

  constructor({ name, truth, exchange, faults }: NodeOptions) {
    this.name = name
    this.#truth = truth
    this.#faults = faults
    const { schedule, random } = exchange
    this.statements = new Statements({ name, schedule, random, isGone: () => this.isGone })
    const bus = new LossyBus(exchange, name)
    const read = () => this.statements.one('sign-outs', () => ({ epoch: EPOCH, signOuts: truth.signOuts }))
    const installation = { epoch: EPOCH, signOuts: truth.signOuts }
    const signOuts = new SignOuts(
      { read, endClosed: () => this.#endClosed(), epochChanged: () => undefined, alone: false },
      installation,
    )
    const topics = new Topics({ bus, log, signOuts })
    topics.addKind(this.#roomTopic())
    topics.addKind(userTopic(this.statements))
    const gateway = new Gateway({ dispatcher, topics, epoch: EPOCH, signOuts, log, metrics })
    const endSessions = (ids: readonly string[]) => faults.keepsSignedOut || gateway.endSessions(ids)
    this.#bus = bus
    this.#signOuts = signOuts
    this.#gateway = gateway
    this.#publish = createPublisher({ bus, deliver: (envelope) => topics.deliver(envelope), endSessions, signOuts })
    const comparisons = faults.hasNoBeacon ? [] : [() => topics.compareHeads(), () => signOuts.compare()]
    const beacon = startBeacon(comparisons, log)
    this.#stopBeacon = beacon.stop
    bus.onRestored(() => {
      beacon.now()
      topics.hintsMayBeLost()
    })
    nodes.set(name, this)
  }

  /** Somebody knocks with the secret of their sign-in. */
  async knock(line: SimulatedLine, { id }: SignIn): Promise<void> {
    const { signIns } = this.#truth
    const { endings } = this.#gateway
    const signIn = await this.statements
      .one('who knocks', () => {
        const found = signIns.get(id)
        return found?.ended === undefined ? found : undefined
      })
      .catch(() => undefined)
    if (!signIn) return line.refused()
    const actor = { userId: signIn.userId, sessionId: signIn.id }
    line.accepted(this.#gateway.accept(line.outlet(), { actor, remoteAddress: this.name, endings }))
  }

  /** As `kill -9`. */
  die(): void {
    this.isGone = true
    this.#stopBeacon()
    void this.#bus.close()
    nodes.delete(this.name)
  }

  /** Posts once more or for the first time, and tells. */
  async post(userId: string, roomId: string, clientId: string, body: string) {
    const posted = await this.statements.one('post', () => this.#truth.post(userId, roomId, clientId, body))
    const message = this.#told(posted)
    // As the product's own posting does: its statement has seen the number.
    if (posted.change) await this.#signOuts.heard(posted.change.signOuts, message)
    return message
  }

  async rewrite(userId: string, roomId: string, messageId: string, body: string | null) {
    return this.#told(await this.statements.one('rewrite', () => this.#truth.rewrite(userId, roomId, messageId, body)))
  }

  async react(userId: string, { roomId, messageId, emoji, on }: InputOf<typeof React>) {
    return this.#told(await this.statements.one('react', () => this.#truth.react(userId, roomId, messageId, emoji, on)))
  }

  async rename(userId: string, roomId: string, name: string) {
    const { room, change } = await this.statements.one('rename', () => {
      const renamed = this.#truth.rename(userId, roomId, name)
      return { ...renamed, room: presentRoom(renamed.room) }
    })
    this.#publish.change(`room:${roomId}`, RoomChanged, room, change)
    return room
  }

  async setPerson(roomId: string, userId: string, isIn: boolean): Promise<void> {
    const change = await this.statements.one('people', () => this.#truth.setPerson(roomId, userId, isIn))
    if (!change) return
    this.#publish.change(`room:${roomId}`, RoomPeopleChanged, { roomId }, change)
    this.#truth.rooms.get(roomId)?.untold.delete(userId)
    this.#publish.hint(`user:${userId}`, RoomListChanged, {})
  }

  async signOut(signInId: string): Promise<void> {
    const count = await this.statements.one('sign out', () => this.#truth.signOut(signInId))
    if (count !== undefined) this.#publish.endSessions([signInId], count)
  }

  async open(userId: string, roomId: string) {
    return this.statements.two(
      'open',
      () => this.#truth.summary(userId, roomId),
      (room) => {
        const page = this.#truth.page(roomId)
        this.#truth.mustSee(userId, roomId)
        return { room, page }
      },
    )
  }

  async list(userId: string) {
    return this.statements.one('list', () => this.#truth.summaries(userId))
  }

  #told({ message, change }: Posted) {
    if (change) this.#publish.change(`room:${message.roomId}`, MessageChanged, message, change)
    return message
  }

  async #endClosed(): Promise<void> {
    const ids = this.#gateway.signInSessions()
    const { signIns } = this.#truth
    const isEnded = (id: string) => signIns.get(id)?.ended !== undefined
    const ended = await this.statements.one('who is signed in', () => new Set(ids.filter(isEnded)))
    if (!this.#faults.keepsSignedOut) this.#gateway.endSessions([...ended])
  }

  #roomTopic(): TopicKind {
    const truth = this.#truth
    const { asksNobody, asksOnce } = this.#faults
    const wasRead = new Set<string>()
    const seen = (userId: string) => (heads: ReturnType<Truth['heads']>) =>
      new Map([...heads].filter(([id]) => truth.sees(userId, id)))
    return {
      prefix: 'room',
      authorise: ({ userId }, ids) => {
        const isAgain = asksOnce && wasRead.delete(ids.join())
        return this.statements.two('who may hear', () => truth.heads(ids), isAgain ? (heads) => heads : seen(userId))
      },
      whoMayHear: (id, userIds) =>
        this.statements.one('who may hear still', () => ({
          allowed: new Set(userIds.filter((userId) => asksNobody || truth.sees(userId, id))),
        })),
      heads: (ids) => this.statements.one('heads', () => truth.heads(ids)),
      catchUp: (cursors) =>
        this.statements.two(
          'what was missed',
          () => truth.heads(cursors.keys()),
          (heads) => {
            wasRead.add([...cursors.keys()].join())
            return truth.changes(cursors, heads)
          },
        ),
    }
  }
}

function userTopic(statements: Statements): TopicKind {
  const heads = { version: 0, membership: 0 }
  return {
    prefix: 'user',
    authorise: ({ userId }, ids) =>
      statements.one('own topic', () => new Map(ids.filter((id) => id === userId).map((id) => [id, heads]))),
  }
}

/** The nodes of the run there is. Commands are compiled once, so they find their node by the address the call came to. */
const nodes = new Map<string, SimulatedNode>()

function nodeOf({ remoteAddress }: { remoteAddress: string }): SimulatedNode {
  const node = nodes.get(remoteAddress)
  if (!node) throw new Error('a call at a node that is gone')
  return node
}

const dispatcher = new Dispatcher({ log, metrics, checkOutputs: false })
dispatcher.handle(ListRooms, ({ userId }, _input, call) => nodeOf(call).list(userId))
dispatcher.handle(OpenRoom, ({ userId }, { roomId }, call) => nodeOf(call).open(userId, roomId))
dispatcher.handle(SendMessage, ({ userId }, { roomId, clientId, body }, call) =>
  nodeOf(call).post(userId, roomId, clientId, body),
)
dispatcher.handle(EditMessage, ({ userId }, { roomId, messageId, body }, call) =>
  nodeOf(call).rewrite(userId, roomId, messageId, body),
)
dispatcher.handle(DeleteMessage, ({ userId }, { roomId, messageId }, call) =>
  nodeOf(call).rewrite(userId, roomId, messageId, null),
)
dispatcher.handle(React, ({ userId }, input, call) => nodeOf(call).react(userId, input))
dispatcher.handle(RenameRoom, ({ userId }, { roomId, name }, call) => nodeOf(call).rename(userId, roomId, name))
dispatcher.handle(MarkRead, async () => ({ readSeq: 0 }))

/** Each figure is registered once, however many nodes there are. */
function onceEach(real: Metrics): Metrics {
  let gauge: unknown
  return {
    ...real,
    gauge: ((...named: Parameters<Metrics['gauge']>) => (gauge ??= real.gauge(...named))) as Metrics['gauge'],
  }
}
