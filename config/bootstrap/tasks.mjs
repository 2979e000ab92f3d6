import { spawn } from 'node:child_process'
import { runChecks } from './check.mjs'
import { ensureClient } from './client.mjs'
import { Problem, say } from './console.mjs'
import { ensureNode } from './node.mjs'
import { ensurePackages } from './packages.mjs'
import { root } from './places.mjs'
import { forwardSignals, runInForeground, toolEnvironment } from './run.mjs'
import { runTests } from './test.mjs'
import { ensureTestTools } from './test-tools.mjs'
import { waitForWorker, workerForServer } from './worker.mjs'

/** Where vite serves the client; browsers that come from elsewhere are refused. */
const DEVELOPMENT_URL = 'http://localhost:5173'

/** @type {Record<string, (args: string[]) => Promise<number>>} each brings what it needs, then does it; exit status */
export const tasks = { start, dev, test, check, bench, benchChat, faults, migration, format, prepare }

async function start(args) {
  const node = await bringClient()
  const env = toolEnvironment(node)
  const worker = workerForServer(env)
  const status = await runInForeground('node', ['server/main.ts', ...args], { env: { ...env, ...worker.env } })
  worker.provision?.kill('SIGTERM')
  return status
}

/** Server and client with reload; the client's own port answers, and passes on to the server what is the server's. */
async function dev(args) {
  // The server does not start without a built client, although nobody looks at it here.
  const env = toolEnvironment(await bringClient())
  const worker = workerForServer(env)
  const serverEnv = { PUBLIC_URL: DEVELOPMENT_URL, ...env, ...worker.env }
  const children = [
    spawn('node', ['--watch', 'server/main.ts', ...args], { cwd: root, env: serverEnv, stdio: 'inherit' }),
    spawn('vite', ['--config', 'config/vite.config.ts', '--strictPort'], { cwd: root, env, stdio: 'inherit' }),
    ...(worker.provision ? [worker.provision] : []),
  ]
  const forward = forwardSignals(...children)
  const ends = children.map((child) => new Promise((done) => child.once('exit', (status) => done(status ?? 0))))
  // The provision ends when its work is done; server and client belong together.
  const status = await Promise.race(ends.slice(0, 2))
  forward.stop()
  await Promise.all(ends)
  forward.end()
  return status
}

async function test(args) {
  const { env, tools } = await bringTestTools({ browser: args.length === 0 })
  return runTests({ ...env, ...tools }, args)
}

async function bench(args) {
  const { env, tools } = await bringTestTools({ browser: true })
  return runInForeground('node', ['tests/bench/run.ts', ...args], { env: { ...env, ...tools } })
}

async function benchChat(args) {
  const { env, tools } = await bringTestTools({ browser: false })
  return runInForeground('node', ['tests/bench/chat/run.ts', ...args], { env: { ...env, ...tools } })
}

async function faults(args) {
  const { env, tools } = await bringTestTools({ browser: false })
  return runInForeground('node', ['tests/faults/run.ts', ...args], { env: { ...env, ...tools } })
}

async function check() {
  const node = await bringClient()
  return runChecks(toolEnvironment(node))
}

async function migration([name]) {
  if (!name) throw new Problem('A migration needs a name: npm run migration -- <feature>')
  const { env } = await bringPackages()
  return runInForeground('drizzle-kit', ['generate', '--config', 'config/drizzle.config.ts', '--name', name], { env })
}

async function format(args) {
  const { env } = await bringPackages()
  return runInForeground('oxfmt', args, { env })
}

/** Everything but running. Of `prepare client worker` each word brings one part more. */
async function prepare(parts) {
  const { node, env } = await bringPackages()
  if (parts.includes('client')) await ensureClient(node)
  if (parts.includes('worker')) say(`media worker: ${await waitForWorker(env)}`)
  return 0
}

async function bringPackages() {
  const node = await ensureNode()
  await ensurePackages(node)
  return { node, env: toolEnvironment(node) }
}

async function bringClient() {
  const { node } = await bringPackages()
  await ensureClient(node)
  return node
}

async function bringTestTools({ browser }) {
  const { node, env } = await bringPackages()
  const tools = await ensureTestTools({ browser })
  await ensureClient(node)
  return { env, tools: { ...tools, MEDIASOUP_WORKER_BIN: await waitForWorker(env) } }
}
