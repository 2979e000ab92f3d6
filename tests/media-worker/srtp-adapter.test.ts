import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const adapter = new URL('../../config/media-worker/subprojects/libsrtp3/', import.meta.url).pathname
const program = new URL('srtp-adapter-test.c', import.meta.url).pathname
const PROFILES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32', 'AEAD_AES_128_GCM', 'AEAD_AES_256_GCM']

/** The worker of this run; bootstrap names it. */
const worker = process.env['MEDIASOUP_WORKER_BIN'] ?? ''

let directory: string
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'allmende-srtp-'))))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** How the worker came to be: only one that was built here has our adapter in it. */
function wasBuiltHere(): boolean {
  const record = join(dirname(worker), 'build.json')
  return existsSync(record) && JSON.parse(readFileSync(record, 'utf8')).way === 'built'
}

/** With the library the worker was built with: its own build of libsrtp 2, or else the distribution's. */
function compile(): string {
  const env = { ...process.env, PKG_CONFIG_PATH: join(dirname(worker), 'libsrtp2', 'lib', 'pkgconfig') }
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'libsrtp2'], { env, encoding: 'utf8' })
    .trim()
    .split(/\s+/)
  const binary = join(directory, 'srtp-adapter-test')
  const checks = ['-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-Wall', '-Wextra', '-Werror']
  const sources = [program, join(adapter, 'srtp-adapter.c')]
  execFileSync('cc', [...checks, `-I${adapter}include`, ...sources, ...flags, '-lcrypto', '-o', binary])
  return binary
}

test('the worker starts, and ends at once where no server started it', () => {
  expect(worker).not.toBe('')
  expect(spawnSync(worker, [], { env: {}, stdio: 'ignore' }).status).toBe(41)
})

test('the SRTP adapter gives the known answers, refuses tampered packets and too small buffers', () => {
  if (!wasBuiltHere())
    return void process.stdout.write('The media worker is a prebuilt one: the adapter is not in it.\n')
  const { status, stdout, stderr } = spawnSync(compile(), [], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toEqual(PROFILES.map((name) => `${name} holds`))
  expect(status).toBe(0)
}, 60_000)
