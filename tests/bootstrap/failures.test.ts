import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCheckout, type Checkout } from '../support/checkout.ts'
import { freePort } from '../support/ports.ts'

let checkout: Checkout
beforeEach(() => void (checkout = makeCheckout()))
afterEach(() => checkout.remove())

test('without a registry one sentence says so, and the next run continues', async () => {
  const dead = { npm_config_registry: `http://127.0.0.1:${await freePort()}/`, npm_config_cache: checkout.cache }
  const first = await checkout.node(['config/bootstrap.mjs', 'prepare'], dead)
  expect(first.output).toContain('The npm registry cannot be reached: check the network')
  expect(first.output).not.toMatch(/\n {4}at /)
  expect(first.status).toBe(1)

  // The registry is back: here an npm that has nothing to do.
  checkout.program('npm', 'mkdir -p node_modules')
  const second = await checkout.node(['config/bootstrap.mjs', 'prepare'])
  expect(second).toEqual({ status: 0, output: '· Installing packages with npm\n' })
  const third = await checkout.node(['config/bootstrap.mjs', 'prepare'])
  expect(third).toEqual({ status: 0, output: '' })
}, 30_000)

test.each([
  [
    'npm error code E404\nnpm error 404 Not Found - GET /wouter',
    'npm refused a package (E404): 404 Not Found - GET /wouter.',
  ],
  ['npm error code EINTEGRITY\nnpm error sha512-x integrity checksum failed', 'npm refused a package (EINTEGRITY)'],
  [
    'npm error code ENOSPC\nnpm error nospc no space left',
    'The disk is full: free some space and run the same command again.',
  ],
  ['npm error code EACCES\nnpm error syscall mkdir', 'npm may not write to this directory'],
])('what npm answers becomes a sentence: %s', async (answer, sentence) => {
  checkout.program('npm', `echo '${answer}' >&2\nexit 1`)
  const { status, output } = await checkout.node(['config/bootstrap.mjs', 'prepare'])
  expect(output).toContain(sentence)
  expect(status).toBe(1)
  expect(existsSync(join(checkout.directory, 'node_modules', '.allmende-packages'))).toBe(false)
})

test('a cache that cannot be used is named with the way out', async () => {
  checkout.write('node_modules/mediasoup/package.json', '{"version":"0.0.0"}')
  writeFileSync(checkout.cache, 'a file')
  const { status, output } = await checkout.node(['config/bootstrap/media-worker.mjs'])
  expect(output).toMatch(/A part of the path .* is a file: remove it, or set ALLMENDE_CACHE to another directory\./)
  expect(status).toBe(1)
})

test('who may not install packages is told what to type, and nothing is touched', async () => {
  checkout.program('dpkg-query', "echo 'g++ installed'")
  checkout.program('sudo', 'echo a password is required >&2; exit 1')
  checkout.program('apt-get', 'touch apt-was-called')
  const becomeSomebody = process.getuid?.() === 0 ? 'process.setgid(1000); process.setuid(1000);' : ''
  checkout.write(
    'try.mjs',
    `import { installPackages } from './config/bootstrap/debian.mjs'
    ${becomeSomebody}
    await installPackages(['g++', 'meson', 'ninja-build'], 'Media worker').catch((error) => console.log(error.message))`,
  )
  const { output } = await checkout.node(['try.mjs'])
  expect(output.trim().split('\n').at(-1)).toBe(
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends meson ninja-build',
  )
  expect(existsSync(join(checkout.directory, 'apt-was-called'))).toBe(false)
})

test('an unknown task and a worker that does not exist are refused', async () => {
  expect(await checkout.node(['config/bootstrap.mjs', 'strat'])).toMatchObject({
    status: 1,
    output: expect.stringContaining('There is no task "strat": choose one of start, dev, test'),
  })
  checkout.program('npm', 'mkdir -p node_modules')
  const worker = await checkout.node(['config/bootstrap.mjs', 'prepare', 'worker'], {
    MEDIASOUP_WORKER_BIN: '/nowhere',
  })
  expect(worker).toMatchObject({ status: 1, output: expect.stringContaining('MEDIASOUP_WORKER_BIN names /nowhere') })
})
