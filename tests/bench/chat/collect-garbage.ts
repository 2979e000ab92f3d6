import { WebSocket } from 'ws'
import { eventually } from '../../support/eventually.ts'

const INSPECTOR = 'http://127.0.0.1:9229/json/list'

/**
 * Has a Node process collect its garbage: what it keeps is measured, not what it has not thrown away yet. Opens the process's
 * inspector as a debugger would, so that nothing is added to the product for it.
 */
export async function collectGarbage(pid: number): Promise<void> {
  process.kill(pid, 'SIGUSR1')
  const address = await eventually(async () => {
    const [target] = (await (await fetch(INSPECTOR)).json()) as { webSocketDebuggerUrl: string }[]
    if (!target) throw new Error('no inspector')
    return target.webSocketDebuggerUrl
  })
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  for (let id = 1; id <= 3; id++) {
    const answered = new Promise((resolve) => socket.once('message', resolve))
    socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }))
    await answered
  }
  socket.terminate()
}
