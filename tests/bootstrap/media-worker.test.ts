import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCheckout, type Checkout, type Ended } from '../support/checkout.ts'
import { freePort } from '../support/ports.ts'

let checkout: Checkout
let releases: Server
let asked: string[]
let archive: Buffer

beforeEach(async () => {
  checkout = makeCheckout()
  checkout.write('node_modules/mediasoup/package.json', '{"version":"9.9.9"}')
  asked = []
  archive = packWorker('exit 41')
  releases = createServer((request, response) => {
    asked.push(request.url ?? '')
    void sleep(300).then(() => response.end(archive))
  })
  const port = await freePort()
  await new Promise<void>((listening) => releases.listen(port, '127.0.0.1', listening))
})

afterEach(() => {
  releases.close()
  checkout.remove()
})

function packWorker(script: string): Buffer {
  const directory = join(checkout.directory, 'packed')
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'mediasoup-worker'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(directory, 'mediasoup-worker'), 0o755)
  return execFileSync('tar', ['-czf', '-', 'mediasoup-worker'], { cwd: directory })
}

function provide(env: Record<string, string> = {}): Promise<Ended> {
  const address = releases.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return checkout.node(['config/bootstrap/media-worker.mjs'], {
    MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: `http://127.0.0.1:${port}/releases`,
    ...env,
  })
}

function place(): string {
  const [key = ''] = readdirSync(join(checkout.cache, 'media-worker'))
  return join(checkout.cache, 'media-worker', key)
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(place(), name), 'utf8'))
}

test('a prebuilt worker is fetched once, also by two starts at the same time, and then kept', async () => {
  const [one, other] = await Promise.all([provide(), provide()])
  expect([one.status, other.status]).toEqual([0, 0])
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/^\/releases\/9\.9\.9\/mediasoup-worker-9\.9\.9-linux-(x64|arm64)-kernel\d+\.tgz$/)
  expect(readJson('status.json')).toMatchObject({ state: 'ready', path: join(place(), 'mediasoup-worker') })
  expect(readJson('build.json')).toMatchObject({ way: 'downloaded', ciphers: 'prebuilt' })

  expect((await provide()).status).toBe(0)
  expect(asked).toHaveLength(1)
})

test('a worker that does not run here is not taken; why there is none stands in the status', async () => {
  archive = packWorker('exit 127')
  checkout.program('dpkg-query', 'exit 0')
  checkout.program('apt-get', 'case "$*" in *install*) echo \'E: Unable to locate package meson\'; exit 100;; esac')
  checkout.program('sudo', 'shift; exec "$@"')
  const { status, output } = await provide()
  expect(output).toContain('the downloaded worker does not run on this machine; it is built from source')
  expect(output).toContain('installing the Debian packages g++ meson')
  expect(status).toBe(1)
  expect(readJson('status.json')).toMatchObject({
    state: 'failed',
    step: 'packages',
    reason: 'This distribution has no package meson: Debian 12 or newer is needed.',
  })

  // The next run begins again where it can go on.
  archive = packWorker('exit 41')
  expect((await provide()).status).toBe(0)
})

test('the lock of a provision that was killed does not stop the next one', async () => {
  await provide()
  const directory = place()
  writeFileSync(join(directory, 'mediasoup-worker'), 'damaged')
  writeFileSync(join(directory, 'provision.lock'), String(process.pid))
  expect((await provide()).status).toBe(0)
  expect(asked).toHaveLength(2)
})
