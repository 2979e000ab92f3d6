import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Everything this process has started. Whatever way it ends, they end with it. */
const children = new Map<ChildProcess, NodeJS.Signals>()
const directories = new Set<string>()

/** @param signal what ends it at once; a postmaster takes its own children along on SIGQUIT */
export function own<Child extends ChildProcess>(child: Child, signal: NodeJS.Signals = 'SIGKILL'): Child {
  children.set(child, signal)
  child.once('exit', () => children.delete(child))
  return child
}

export function endChildren(): void {
  for (const [child, signal] of children) {
    child.kill(signal)
    // Whoever sleeps must wake up to end.
    if (signal !== 'SIGKILL') child.kill('SIGCONT')
  }
}

/** A folder of this process for as long as it lives. */
export function ownDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), name))
  directories.add(directory)
  return directory
}

export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  directories.delete(directory)
}

/** Postgres writes until it has ended. */
const ENDING_MS = 500

process.on('exit', () => {
  endChildren()
  if (directories.size > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ENDING_MS)
  for (const directory of directories) removeDirectory(directory)
})
