import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSealer, SealError } from '../../server/platform/sealed.ts'

let dataDir: string
beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'allmende-sealed-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))

const key = () => randomBytes(32).toString('base64')

test('what was sealed is opened at its place only, and only as it was', () => {
  const sealer = createSealer({ secretKey: key(), dataDir })
  const sealed = sealer.seal('geheim, ä', 'a:1')
  expect(sealer.open(sealed, 'a:1')).toBe('geheim, ä')
  expect(sealed).not.toBe(sealer.seal('geheim, ä', 'a:1'))
  expect(() => sealer.open(sealed, 'a:2')).toThrow(SealError)
  const [name, body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => sealer.open(`${name}.${changed.toString('base64url')}`, 'a:1')).toThrow(SealError)
  }
  for (const broken of ['', name ?? '', `${name}.`, `${name}.AAAA`])
    expect(() => sealer.open(broken, 'a:1')).toThrow(SealError)
})

test('with another key it is said that the key is another one', () => {
  const sealed = createSealer({ secretKey: key(), dataDir }).seal('geheim', 'a')
  expect(() => createSealer({ secretKey: key(), dataDir }).open(sealed, 'a')).toThrow('SECRET_KEY')
})

test('without a key one is made once, for the server only, and found again', () => {
  const here = createSealer({ secretKey: undefined, dataDir })
  const there = createSealer({ secretKey: undefined, dataDir })
  const sealed = here.seal('geheim', 'a')
  expect(there.open(sealed, 'a')).toBe('geheim')
  const file = join(dataDir, 'secret.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(createSealer({ secretKey: readFileSync(file, 'utf8').trim(), dataDir }).open(sealed, 'a')).toBe('geheim')
  writeFileSync(file, 'kurz')
  expect(() => createSealer({ secretKey: undefined, dataDir }).seal('geheim', 'a')).toThrow(file)
})
