import { createServer, type Socket } from 'node:net'

/* The floor: nothing but `net.Socket.write` of bytes that are there already, one write for each delivery. */

export type BareOrder = { perSecond: number; seconds: number; bytes: number; perMessage: number; rooms: number }

const sockets: Socket[] = []
const server = createServer((socket) => {
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.resume()
  sockets.push(socket)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})

function write({ bytes, perMessage, rooms }: BareOrder, message: number, buffer: Buffer): void {
  const perRoom = sockets.length / rooms
  const first = Math.floor((message % rooms) * perRoom)
  for (let index = 0; index < perMessage; index++) sockets[first + (index % perRoom)]?.write(buffer.subarray(0, bytes))
}

async function run(order: BareOrder): Promise<number> {
  const buffer = Buffer.alloc(order.bytes, 'a')
  const began = performance.now()
  const total = Math.round(order.perSecond * order.seconds)
  for (let sent = 0; sent < total;) {
    const wait = began + (sent * 1_000) / order.perSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    else write(order, sent++, buffer)
  }
  return total * order.perMessage
}

process.on('message', (order: BareOrder) => void run(order).then((writes) => process.send?.(writes)))
process.on('disconnect', () => process.exit(0))
