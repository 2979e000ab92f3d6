import { createServer } from 'node:http'
import type { Browser } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { freePort } from '../support/ports.ts'

/**
 * The floor under "send → visible": the same two browsers, the same machine, a bare relay without database, rights or
 * interface, and a text node as the whole page.
 */
export async function measureBareRelay(sender: Browser, reader: Browser, runs: number): Promise<number[]> {
  const port = await freePort()
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><p>'),
  )
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      for (const client of sockets.clients) client.send(data.toString())
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://localhost:${port}`
  const [from, to] = await Promise.all([sender.newPage(), reader.newPage()])
  try {
    for (const page of [from, to]) {
      await page.goto(url)
      await page.evaluate(
        async (address) => {
          const socket = new WebSocket(address)
          Object.assign(window, { socket, arrivals: {} })
          const { arrivals } = window as unknown as { arrivals: Record<string, number> }
          socket.addEventListener('message', ({ data }) => {
            document.body.append(String(data))
            requestAnimationFrame(() => (arrivals[String(data)] = performance.timeOrigin + performance.now()))
          })
          await new Promise((resolve) => socket.addEventListener('open', resolve))
        },
        url.replace('http', 'ws'),
      )
    }
    const times: number[] = []
    for (let run = 0; run < runs; run++) {
      const text = `yardstick-${run}`
      const sent = await from.evaluate((words) => {
        ;(window as unknown as { socket: WebSocket }).socket.send(words)
        return performance.timeOrigin + performance.now()
      }, text)
      await to.waitForFunction((words) => words in (window as unknown as { arrivals: object }).arrivals, text)
      const arrived = await to.evaluate(
        (words) => (window as unknown as { arrivals: Record<string, number> }).arrivals[words],
        text,
      )
      times.push((arrived ?? Number.NaN) - sent)
    }
    return times
  } finally {
    await Promise.all([from.close(), to.close()])
    sockets.close()
    server.close()
  }
}
