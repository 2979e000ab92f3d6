import { request } from 'node:http'
import { connect, type Socket as TcpSocket } from 'node:net'
import { WebSocket } from 'ws'
import type { Socket } from '../../client/net/link.ts'
import { PROTOCOL } from '#wire/limits'
import type { Random } from './random.ts'

const CONNECT_PATIENCE_MS = 3_000

export interface Balancer {
  /** Ports of the nodes, by number. */
  ports: readonly number[]
  /** Those a health check found well; changes while the run goes on. */
  healthy: readonly number[]
  publicUrl: string
}

interface Connected {
  socket: TcpSocket
  node: number
}

export interface Answer {
  status: number
  text: string
  /** The session's secret, where the answer set one. */
  secret: string | undefined
}

interface SocketListeners {
  onOpen: (node: number) => void
  onText: (text: string) => void
  onClosed: (node: number) => void
}

/**
 * One person's way to the installation: TCP to any healthy node, no stickiness, with an address of their own. It can be cut:
 * then every connection breaks and none comes about until it is whole again.
 */
export class Line {
  readonly #balancer: Balancer
  readonly #random: Random
  readonly #address: string
  readonly #open = new Set<TcpSocket>()
  #isCut = false

  constructor(balancer: Balancer, who: number, random: Random) {
    this.#balancer = balancer
    this.#random = random
    // Sign-in limits count addresses; all of 127/8 is this machine.
    this.#address = `127.0.${1 + Math.floor(who / 250)}.${1 + (who % 250)}`
  }

  cut(): void {
    this.#isCut = true
    for (const socket of this.#open) socket.resetAndDestroy()
  }

  mend(): void {
    this.#isCut = false
  }

  /** A request of its own connection. Throws when no answer arrives. */
  async request(
    path: string,
    init: { method: string; headers: Record<string, string>; body?: string; signal?: AbortSignal; node?: number },
  ): Promise<Answer> {
    const { socket } = await this.#connect(init.node)
    const { method, headers, body, signal } = init
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          createConnection: () => socket,
          path,
          method,
          headers: { host: new URL(this.#balancer.publicUrl).host, connection: 'close', ...headers },
          ...(signal === undefined ? {} : { signal }),
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => (text += chunk))
          response.on('end', () => {
            const secret = /allmende_session=([^;]+)/.exec(response.headers['set-cookie']?.join() ?? '')?.[1]
            resolve({ status: response.statusCode ?? 0, text, secret })
          })
          response.on('error', reject)
        },
      )
      sent.on('error', reject)
      sent.on('upgrade', (_response, upgraded) => upgraded.destroy())
      sent.end(body)
    })
  }

  /** A socket as a browser has it. */
  openSocket(secret: string, listeners: SocketListeners): Socket {
    return new LineSocket(this.#connect(undefined), this.#balancer.publicUrl, secret, listeners)
  }

  /** Tries the healthy nodes in any order, as a balancer does: whoever refuses TCP is passed over. */
  async #connect(node: number | undefined): Promise<Connected> {
    const candidates = node === undefined ? this.#random.shuffled(this.#balancer.healthy) : [node]
    for (const candidate of candidates) {
      const port = this.#balancer.ports[candidate]
      if (port === undefined || this.#isCut) continue
      const socket = await this.#dial(port)
      if (socket && !this.#isCut) return { socket, node: candidate }
      socket?.destroy()
    }
    throw new Error('no connection')
  }

  #dial(port: number): Promise<TcpSocket | undefined> {
    return new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, localAddress: this.#address, noDelay: true })
      this.#open.add(socket)
      const patience = setTimeout(() => socket.destroy(), CONNECT_PATIENCE_MS)
      socket.once('connect', () => {
        clearTimeout(patience)
        resolve(socket)
      })
      socket.on('error', () => resolve(undefined))
      socket.once('close', () => {
        clearTimeout(patience)
        this.#open.delete(socket)
        resolve(undefined)
      })
    })
  }
}

type Listener = (event: { data: string }) => void

/** A WebSocket whose TCP connection is still to be found. */
class LineSocket implements Pick<Socket, 'send' | 'close'> {
  readonly #listeners = new Map<string, Listener[]>()
  #socket: WebSocket | undefined
  #isClosed = false

  constructor(connection: Promise<Connected>, publicUrl: string, secret: string, listeners: SocketListeners) {
    connection.then(
      ({ socket, node }) => {
        if (this.#isClosed) socket.destroy()
        else this.#talk(socket, node, publicUrl, secret, listeners)
      },
      () => this.#tell('close', ''),
    )
  }

  addEventListener(type: string, listener: unknown): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener as Listener])
  }

  send(text: string): void {
    this.#socket?.send(text)
  }

  close(): void {
    this.#isClosed = true
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.close()
    else this.#socket?.terminate()
  }

  #talk(tcp: TcpSocket, node: number, publicUrl: string, secret: string, listeners: SocketListeners): void {
    const socket = new WebSocket(`${publicUrl.replace('http', 'ws')}/api/socket?protocol=${PROTOCOL.current}`, {
      createConnection: () => tcp,
      origin: publicUrl,
      headers: { cookie: `allmende_session=${secret}` },
      perMessageDeflate: false,
    })
    this.#socket = socket
    let wasOpen = false
    socket.on('open', () => {
      wasOpen = true
      listeners.onOpen(node)
      this.#tell('open', '')
    })
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8')
      listeners.onText(text)
      this.#tell('message', text)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (wasOpen) listeners.onClosed(node)
      this.#tell('close', '')
    })
  }

  #tell(type: string, data: string): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data })
  }
}
