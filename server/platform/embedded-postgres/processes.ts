import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** When the process began, in clock ticks since the machine started; with the pid it names a process for ever. */
export function processStart(pid: number): string | undefined {
  const stat = readProcessFile(pid, 'stat')
  // The name in parentheses may hold spaces and parentheses; the start is the 20th field after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

/** True while the process runs; a zombie, dead but not collected by its parent, does not. */
export function isRunning(pid: number): boolean {
  const stat = readProcessFile(pid, 'stat')
  return stat !== undefined && stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z'
}

/** The arguments a process was started with; empty when there is no such process. */
export function processArguments(pid: number): string[] {
  return readProcessFile(pid, 'cmdline')?.split('\0') ?? []
}

/** Waits until the process has ended; false when it has not within the time. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (isRunning(pid)) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}

function readProcessFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return undefined // the process is gone
  }
}
