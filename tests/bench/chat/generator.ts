import { DIALECTS, type DialectName, type Member } from './dialects.ts'
import { LeanClient } from './lean-client.ts'

/*
 * A process of clients: connects, sends at an open-loop rate, and counts what arrives. Latency is counted from the moment a
 * message was due, not from when it was sent, on every tenth client.
 */

export type Order =
  | { do: 'connect'; dialect: DialectName; port: number; members: Member[] }
  | { do: 'run'; perSecond: number; seconds: number }
  | { do: 'burst'; perRoom: number }
  | { do: 'close' }

export interface RunFigures {
  sent: number
  delivered: number
  acknowledged: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** How late the generator itself was, at most, in milliseconds. */
  late: number
  bytes: number
}

const SAMPLED = 10
const BODY = 'Guten Morgen, die Pumpe am Bach läuft wieder, der Pegel steht bei 83 Zentimetern und fällt. '
/** What is still under way after a run may take so long. */
const QUIET_MS = 400
const MOST_WAIT_MS = 8_000
const AT_ONCE = 50

let clients: { client: LeanClient; member: Member }[] = []
let dialect = DIALECTS.product
let delivered = 0
let frames = 0
let latencies: number[] = []
let count = 0

const now = () => performance.timeOrigin + performance.now()
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function connect(order: Order & { do: 'connect' }, member: Member, index: number): Promise<void> {
  return new Promise((resolve) => {
    let greeted = false
    const client = new LeanClient({
      port: order.port,
      path: dialect.path,
      headers: dialect.headers(member),
      ...(dialect.protocol === undefined ? {} : { protocol: dialect.protocol }),
      onOpen: () => void dialect.greet(member, undefined, (text) => client.send(text)),
      onText: (frame) => {
        if (greeted) return heard(client, frame, index)
        greeted = dialect.greet(member, frame.toString(), (text) => client.send(text))
        if (greeted) resolve()
      },
    })
    clients[index] = { client, member }
  })
}

function heard(client: LeanClient, frame: Buffer, index: number): void {
  frames += 1
  if (!dialect.brings(frame)) {
    const answer = dialect.answer?.(frame)
    if (answer !== undefined) client.send(answer)
    return
  }
  delivered += 1
  if (index % SAMPLED !== 0) return
  const at = frame.indexOf('due=')
  if (at !== -1) latencies.push(now() - Number(frame.subarray(at + 4, at + 20).toString()))
}

function say(which: number, due: number): void {
  const one = clients[which % clients.length]
  if (!one) return
  one.client.send(dialect.message(one.member, count++, `due=${due.toFixed(4).slice(0, 16).padEnd(16, '0')} ${BODY}`))
}

/** Resolves when nothing more arrives. */
async function quiet(): Promise<void> {
  const until = now() + MOST_WAIT_MS
  let before: number
  do {
    before = delivered
    await sleep(QUIET_MS)
  } while (delivered !== before && now() < until)
}

async function measure(work: () => Promise<{ sent: number; late: number }>): Promise<RunFigures> {
  delivered = frames = 0
  latencies = []
  const before = bytes()
  const { sent, late } = await work()
  await quiet()
  const sorted = Float64Array.from(latencies).toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    sent,
    delivered,
    acknowledged: frames - delivered,
    p50: at(0.5),
    p99: at(0.99),
    late,
    bytes: bytes() - before,
  }
}

const bytes = () => clients.reduce((sum, { client }) => sum + client.bytes, 0)

async function run(perSecond: number, seconds: number): Promise<{ sent: number; late: number }> {
  const began = now()
  const total = Math.round(perSecond * seconds)
  let late = 0
  for (let sent = 0; sent < total;) {
    const due = began + (sent * 1_000) / perSecond
    const wait = due - now()
    if (wait > 0) {
      await sleep(wait)
      continue
    }
    late = Math.max(late, -wait)
    // A prime step spreads consecutive messages over rooms and authors.
    say(count * 7_919, due)
    sent += 1
  }
  return { sent: total, late }
}

function burst(perRoom: number): { sent: number; late: number } {
  const rooms = Map.groupBy(clients.keys(), (index) => clients[index]?.member.roomId)
  let sent = 0
  for (const members of rooms.values()) {
    for (let index = 0; index < perRoom; index++) {
      say(members[index % members.length] ?? 0, now())
      sent += 1
    }
  }
  return { sent, late: 0 }
}

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'connect':
      dialect = DIALECTS[order.dialect]
      for (let start = 0; start < order.members.length; start += AT_ONCE) {
        const some = order.members.slice(start, start + AT_ONCE)
        await Promise.all(some.map((member, index) => connect(order, member, start + index)))
      }
      return clients.length
    case 'run':
      return measure(() => run(order.perSecond, order.seconds))
    case 'burst':
      return measure(async () => burst(order.perRoom))
    case 'close':
      for (const { client } of clients) client.close()
      clients = []
      return 0
    default:
      return order satisfies never
  }
}

process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer ?? 0)))
process.on('disconnect', () => process.exit(0))
