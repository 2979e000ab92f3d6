import { createServer } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'

/* `ws` as one uses it: a set of sockets per room, and `send` in a loop. No database, no rights, no order. */

const server = createServer((_request, response) => response.end())
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
const rooms = new Map<string, Set<WebSocket>>()
sockets.on('connection', (socket) => {
  socket.on('error', () => socket.terminate())
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8')
    if (text.startsWith('join ')) {
      const room = text.slice(5)
      rooms.set(room, (rooms.get(room) ?? new Set()).add(socket))
      socket.send('joined')
      return
    }
    const { topic } = JSON.parse(text) as { topic: string }
    for (const member of rooms.get(topic.slice(5)) ?? []) member.send(text)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
process.on('disconnect', () => process.exit(0))
