import { spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/ports.ts'

/** A prosody of our own on loopback: anonymous people, rooms of many, WebSocket. Undefined where it is not installed. */
export async function startProsody(): Promise<{ port: number; pid: number; stop: () => Promise<void> } | undefined> {
  if (spawnSync('sh', ['-c', 'command -v prosody']).status !== 0) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'allmende-prosody-'))
  const port = await freePort()
  const config = join(directory, 'prosody.cfg.lua')
  mkdirSync(join(directory, 'data'))
  writeFileSync(config, configuration(directory, port))
  const user = process.getuid?.() === 0 ? Number(spawnSync('id', ['-u', 'nobody']).stdout.toString()) : undefined
  if (user !== undefined) for (const path of [directory, join(directory, 'data'), config]) chownSync(path, user, user)
  const child = spawn('prosody', ['-F', '--config', config], {
    stdio: 'ignore',
    ...(user === undefined ? {} : { uid: user, gid: user }),
  })
  process.once('exit', () => child.kill('SIGKILL'))
  await answers(port)
  return {
    port,
    pid: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function configuration(directory: string, port: number): string {
  return `
data_path = "${directory}/data"
pidfile = "${directory}/prosody.pid"
modules_enabled = { "saslauth", "websocket" }
modules_disabled = { "s2s", "offline", "posix" }
interfaces = { "127.0.0.1" }
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
https_ports = { }
c2s_ports = { }
s2s_ports = { }
consider_websocket_secure = true
c2s_require_encryption = false
log = { error = "${directory}/error.log" }
http_default_host = "localhost"
limits = { }
VirtualHost "localhost"
  authentication = "anonymous"
Component "rooms.localhost" "muc"
  muc_room_default_history_length = 0
  muc_room_locking = false
`
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('prosody does not listen')
}
