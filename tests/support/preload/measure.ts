// Loaded into a server under test: on SIGUSR2 it says in one line what it holds once all garbage is gone.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()

process.on('SIGUSR2', () => {
  const longestStallMs = delay.max / 1e6
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  process.stdout.write(`measured ${JSON.stringify({ rss, heapUsed, external, longestStallMs })}\n`)
  setTimeout(() => delay.reset(), 50).unref()
})
