import { EventEmitter } from 'node:events'
import { PROTOCOL } from '#wire/limits'
import { PollingSocket, type Post } from '../../client/net/polling-socket.ts'
import type { Browser } from './person.ts'
import type { Wire } from './socket.ts'

/** What becomes of a request on its way. */
export type Weather = (path: string) => 'arrives' | 'request is lost' | 'answer is lost'
export const CLEAR: Weather = () => 'arrives'

/** The product's own line of plain requests, over requests that may get lost and arrive at any of some nodes. */
export class PollingWire extends EventEmitter implements Wire {
  readonly #socket: PollingSocket
  #paused: PromiseWithResolvers<void> | undefined

  constructor(nodes: readonly Browser[], weather: Weather) {
    super()
    const post = postTo(nodes, weather)
    const unlessPaused: Post = async (path, body, options) => {
      if (path.endsWith('/take')) await this.#paused?.promise
      return post(path, body, options)
    }
    this.#socket = new PollingSocket(unlessPaused, PROTOCOL.current)
    this.#socket.addEventListener('message', (event) => {
      if (event instanceof MessageEvent) this.emit('message', Buffer.from(String(event.data)))
    })
    this.#socket.addEventListener('close', (event) => {
      this.emit('close', event instanceof CloseEvent ? event.code : 0)
    })
  }

  send(data: string | Buffer): void {
    this.#socket.send(data.toString('utf8'))
  }

  /** Fetches nothing more. */
  pause(): void {
    this.#paused = Promise.withResolvers()
  }

  resume(): void {
    this.#paused?.resolve()
    this.#paused = undefined
  }

  close(): void {
    this.#socket.close()
    this.emit('close', 1000)
  }

  terminate(): void {
    this.close()
  }
}

/** Requests that arrive at one of these nodes, whichever it happens to be. */
export function postTo(nodes: readonly Browser[], weather: Weather = CLEAR): Post {
  return async (path, body, { signal }) => {
    const node = nodes[Math.floor(Math.random() * nodes.length)]
    if (!node) throw new Error('no node')
    const fate = weather(path)
    if (fate === 'request is lost') throw new TypeError('lost')
    const response = await node.post(path, JSON.stringify(body), {}, signal ? { signal } : {})
    if (fate === 'answer is lost') {
      await response.text()
      throw new TypeError('lost')
    }
    return response
  }
}
