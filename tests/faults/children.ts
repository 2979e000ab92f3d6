import type { ChildProcess } from 'node:child_process'

/** Everything this process has started. Whatever way it ends, they end with it. */
const children = new Map<ChildProcess, NodeJS.Signals>()

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

process.on('exit', endChildren)
