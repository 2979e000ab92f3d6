import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './places.mjs'

const KEPT_OUTPUT_BYTES = 200_000
const PARENT_EVERY_MS = 500

/**
 * Runs a program to its end and keeps the end of what it said.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, detached?: boolean, onLine?: (line: string) => void, timeoutMs?: number }} [options]
 * @returns {Promise<{ status: number, output: string }>} status 127 where the program does not exist
 */
export function runQuietly(program, args, { onLine, timeoutMs, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, ...options })
    const children = runQuietly.children
    children.add(child)
    let output = ''
    const take = lineReader((line) => {
      output = `${output}${line}\n`.slice(-KEPT_OUTPUT_BYTES)
      onLine?.(line)
    })
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', (error) => {
      children.delete(child)
      done({ status: error.code === 'ENOENT' ? 127 : 126, output: error.message })
    })
    child.once('close', (status) => {
      children.delete(child)
      done({ status: status ?? 1, output })
    })
  })
}

/** Programs under way, for whoever has to end them. */
runQuietly.children = new Set()

function lineReader(onLine) {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    lines.forEach((line) => onLine(line))
  }
}

/**
 * Runs a program in the foreground of the console: its output is ours, signals are passed on.
 * @returns {Promise<number>} its exit status; 128 + signal number is what a shell would say
 */
export function runInForeground(program, args, { env } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env })
    const forward = forwardSignals(child)
    child.once('error', (error) => {
      forward.end()
      failed(error)
    })
    child.once('exit', (status, signal) => {
      forward.end()
      done(status ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1))
    })
  })
}

/**
 * From the terminal Ctrl-C reaches the whole group, so that the child has it already; a service manager signals only us,
 * or only the npm that started us, whose shell keeps the signal to itself: then we notice that our parent is gone.
 * Either way we stay until the child has ended.
 */
export function forwardSignals(...children) {
  let stopped = false
  // Once: a second signal means "at once" to a server that is about to stop properly.
  const stop = () => {
    if (!stopped) children.forEach((child) => child.kill('SIGTERM'))
    stopped = true
  }
  const onInterrupt = () => {
    if (!process.stdin.isTTY) children.forEach((child) => child.kill('SIGINT'))
  }
  process.on('SIGTERM', stop).on('SIGHUP', stop).on('SIGINT', onInterrupt)
  const orphaned = process.env.npm_lifecycle_event ? watchParent(stop) : undefined
  return {
    stop,
    end() {
      clearInterval(orphaned)
      process.off('SIGTERM', stop).off('SIGHUP', stop).off('SIGINT', onInterrupt)
    },
  }
}

function watchParent(onGone) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    onGone()
  }, PARENT_EVERY_MS)
  return watch
}

/** The environment of everything we start: Node 24 and the project's tools first, npm's own variables of this run left out. */
export function toolEnvironment(nodeDirectory, extra = {}) {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^npm_(package_|lifecycle_|command$|config_local_prefix$|config_noproxy$)/.test(key),
  )
  const path = [nodeDirectory, join(root, 'node_modules', '.bin'), process.env.PATH].filter(Boolean).join(':')
  return { ...Object.fromEntries(inherited), PATH: path, ...extra }
}
