import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { DatabaseTarget } from '../../server/platform/db.ts'
import { freePort } from './ports.ts'

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname

export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  /** What it said so far, on both outputs. */
  said(): string
  /** Waits until it serves. Throws what it said when it ended instead. */
  ready(patienceMs?: number): Promise<void>
  /** Waits for its end. Null: a signal ended it. */
  ended(): Promise<number | null>
}

/** The real server as a process of its own, on free ports of loopback, with nothing of our environment. */
export async function startServerProcess(
  environment: Record<string, string>,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const port = await freePort()
  const binary = process.env['MEDIASOUP_WORKER_BIN']
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      MEDIA_PORT: String(await freePort()),
      MEDIA_WORKERS: '1',
      MEDIA_LISTEN_ADDRESS: '127.0.0.1',
      ...(binary === undefined ? {} : { MEDIASOUP_WORKER_BIN: binary }),
      ...environment,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const end = once(child, 'close').then(() => child.exitCode)
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    said: () => output,
    async ready(patienceMs = 20_000) {
      const until = Date.now() + patienceMs
      while (!output.includes('Allmende is ready at')) {
        if (child.exitCode !== null || Date.now() > until) throw new Error(`the server is not ready: ${output}`)
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    ended: () => end,
  }
}

/** A test's database by TCP, as `DATABASE_URL` says it; the test Postgres itself only listens at its socket. */
export async function databaseByUrl(target: DatabaseTarget): Promise<{ url: string; close: () => Promise<void> }> {
  if (target.kind === 'url') return { url: target.url, close: async () => undefined }
  const { directory, port, user, password, database } = target
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const postgres = connect(`${directory}/.s.PGSQL.${port}`)
    for (const [end, other] of [
      [client, postgres],
      [postgres, client],
    ] as const) {
      open.add(end)
      end.on('error', () => other.destroy())
      end.on('close', () => open.delete(end))
      end.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: at } = server.address() as AddressInfo
  return {
    url: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${at}/${database}`,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
