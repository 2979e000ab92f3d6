import { createServer } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'

/* socket.io with its Redis adapter, as its documentation has it. No database, no rights. */

const url = process.argv[2] ?? ''
const server = createServer()
const io = new Server(server, {
  transports: ['websocket'],
  adapter: createAdapter(new Redis(url), new Redis(url)),
})
io.on('connection', (socket) => {
  socket.on('join', async (room: string) => {
    await socket.join(room)
    socket.emit('joined')
  })
  socket.on('say', (message: { topic: string }) => io.to(message.topic.slice(5)).emit('say', message))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
process.on('disconnect', () => process.exit(0))
