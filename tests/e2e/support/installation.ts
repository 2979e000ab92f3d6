import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/ports.ts'

const ROOT = new URL('../../..', import.meta.url).pathname
const PATIENCE_MS = 60_000

export interface Installation {
  /** Where it is served, e.g. `http://localhost:34567`. */
  readonly url: string
  readonly dataDir: string
  /** Everything the process printed so far. */
  output(): string
  /** Waits for a line of the output and gives its groups. */
  line(pattern: RegExp): Promise<RegExpExecArray>
  /** Ends the server as a crash would, keeping its data. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
  stop(): Promise<void>
}

interface InstallationOptions {
  demo?: boolean
  environment?: Record<string, string>
}

/** The product as a person starts it: its own process, its own embedded Postgres, real media workers, a free port. */
export async function startInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'allmende-e2e-'))
  const port = await freePort()
  const environment = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    MEDIA_PORT: String(await freePort()),
    MEDIA_WORKERS: '1',
    ...options.environment,
  }
  let printed = ''
  let child: ChildProcess | undefined

  async function ended(): Promise<void> {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    await new Promise((resolve) => running.once('exit', resolve))
  }

  async function line(pattern: RegExp): Promise<RegExpExecArray> {
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      const found = pattern.exec(printed)
      if (found) return found
      if (child?.exitCode) throw new Error(`the server ended:\n${printed}`)
      if (Date.now() > until) throw new Error(`no line ${String(pattern)} in:\n${printed}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async function start(): Promise<void> {
    printed = ''
    const settings = options.demo ? ['--demo'] : []
    child = spawn(process.execPath, [join(ROOT, 'server/main.ts'), ...settings], { env: environment, cwd: ROOT })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => (printed += data.toString()))
    await line(/ready at (http\S+)/)
  }

  await start()
  return {
    url: `http://localhost:${port}`,
    dataDir,
    output: () => printed,
    line,
    start,
    async kill() {
      child?.kill('SIGKILL')
      await ended()
    },
    async stop() {
      child?.kill('SIGTERM')
      await ended()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
