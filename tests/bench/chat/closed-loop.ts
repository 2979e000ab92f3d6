import { DIALECTS, type Member } from './dialects.ts'
import { LeanClient } from './lean-client.ts'

/* Senders who each wait for the answer before they send the next message; they hear nothing, only answers come back. */

type Order = { port: number; members: Member[]; body: string } | { seconds: number }

const { product } = DIALECTS
let senders: { member: Member; client: LeanClient }[] = []
let body = ''
let answered = 0
let until = 0
let count = 0

function sendNext(index: number): void {
  const sender = senders[index]
  if (sender && performance.now() < until) sender.client.send(product.message(sender.member, count++, body))
}

async function obey(order: Order): Promise<number> {
  if ('members' in order) {
    body = order.body
    senders = await Promise.all(
      order.members.map(async (member, index) => {
        const client = await new Promise<LeanClient>((resolve) => {
          const opened: LeanClient = new LeanClient({
            port: order.port,
            path: product.path,
            headers: product.headers(member),
            onOpen: () => undefined,
            onText: (frame) => {
              if (frame.includes('"t":"hello"')) return resolve(opened)
              if (frame.includes('"ok":true')) answered += 1
              sendNext(index)
            },
          })
        })
        return { member, client }
      }),
    )
    return senders.length
  }
  answered = 0
  until = performance.now() + order.seconds * 1_000
  for (const index of senders.keys()) sendNext(index)
  await new Promise((resolve) => setTimeout(resolve, order.seconds * 1_000))
  const perSecond = answered / order.seconds
  await new Promise((resolve) => setTimeout(resolve, 500))
  return perSecond
}

process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)))
process.on('disconnect', () => process.exit(0))
