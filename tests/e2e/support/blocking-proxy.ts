import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'

/**
 * What becomes of a WebSocket: `refused` by the proxy, the upgrade answered with `bad request`, the connection `reset`, granted
 * and then `swallowed`, or only what the browser says (`deaf`), or left `unanswered`; `open` lets it through.
 */
export type Blocking = 'refused' | 'bad request' | 'reset' | 'swallowed' | 'deaf' | 'unanswered' | 'open'

export interface BlockingProxy {
  /** For a browser's settings. */
  readonly url: string
  blocking: Blocking
  /** WebSockets that were let through and are alive, and upgrades that were asked for. */
  readonly upgrades: { asked: number; open: number }
  stop(): Promise<void>
}

/**
 * The proxy of a town hall. Plain requests pass, each answer only when it is there as a whole, as where answers are inspected;
 * tunnels, which browsers ask for WebSockets, are blocked in one way or another.
 */
export async function startBlockingProxy(blocking: Blocking): Promise<BlockingProxy> {
  const sockets = new Set<Socket>()
  const server = createServer(pass)
  server.on('connection', (socket: Socket) => keep(sockets, socket))
  server.on('connect', (asked: IncomingMessage, socket: Socket) => tunnel(proxy, sockets, asked, socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen')
  const proxy: BlockingProxy = {
    url: `http://127.0.0.1:${address.port}`,
    blocking,
    upgrades: { asked: 0, open: 0 },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

function pass(asked: IncomingMessage, answer: ServerResponse): void {
  const { host, port, pathname, search } = new URL(asked.url ?? '')
  const headers = { ...asked.headers, host, connection: 'close' }
  const onward = request(
    { host: '127.0.0.1', port, method: asked.method, path: pathname + search, headers },
    (from) => {
      const parts: Buffer[] = []
      from.on('data', (part: Buffer) => parts.push(part))
      from.on('error', () => answer.destroy())
      from.on('end', () => answer.writeHead(from.statusCode ?? 502, from.headers).end(Buffer.concat(parts)))
    },
  )
  onward.on('error', () => {
    if (!answer.headersSent) answer.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
  })
  answer.on('close', () => onward.destroy())
  asked.pipe(onward)
}

function tunnel(proxy: BlockingProxy, sockets: Set<Socket>, asked: IncomingMessage, socket: Socket): void {
  const { blocking, upgrades } = proxy
  const [host, port] = asked.url?.split(':') ?? []
  socket.on('error', () => socket.destroy())
  if (host === 'localhost') upgrades.asked += 1
  if (host !== 'localhost' || blocking === 'refused')
    return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
  if (blocking === 'unanswered') return void socket.resume()
  if (blocking === 'reset') return void socket.once('data', () => socket.resetAndDestroy())
  if (blocking === 'bad request')
    return void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'))
  const onward = connect(Number(port), '127.0.0.1')
  keep(sockets, onward)
  upgrades.open += 1
  onward.on('error', () => socket.destroy())
  onward.on('close', () => {
    upgrades.open -= 1
    socket.destroy()
  })
  socket.on('close', () => onward.destroy())
  socket.once('data', (upgrade: Buffer) => {
    onward.write(upgrade)
    if (blocking === 'open') socket.pipe(onward)
    else socket.resume()
  })
  if (blocking !== 'swallowed') onward.pipe(socket)
  // Only the grant comes through; what was said in the same breath does not.
  else onward.once('data', (granted: Buffer) => socket.write(granted.subarray(0, granted.indexOf('\r\n\r\n') + 4)))
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}
