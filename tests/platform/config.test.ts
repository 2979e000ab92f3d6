import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError, readConfig, type Environment } from '../../config/env.ts'
import { parseSmtpUrl } from '../../config/smtp-url.ts'

let directory: string
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'allmende-config-'))))
afterEach(() => rmSync(directory, { recursive: true }))

function file(content: string): string {
  const path = join(directory, `secret-${content.length}`)
  writeFileSync(path, content)
  return path
}

function faultsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

test('without any key there is a configuration, on loopback and for one node', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ port: 3000, host: 'localhost', databaseUrl: undefined, redisUrl: undefined })
  expect(config.publicUrl.origin).toBe('http://localhost:3000')
  expect(readConfig({ PORT: '8080', HOST: ' ' })).toMatchObject({ host: 'localhost', publicUrl: { port: '8080' } })
})

test('every fault is found at once, and none repeats a secret', () => {
  const faults = faultsOf({
    PORT: '70000',
    PUBLIC_URL: 'https://chat.example/below',
    DATABASE_URL: 'mysql://user:geheim@db/x',
    REDIS_URL: 'geheim',
    SMTP_URL_FILE: join(directory, 'nowhere'),
    SECRET_KEY: 'geheim',
    MEDIA_PORT: '1.5',
    MEDIA_WORKERS: '0',
    LOG_LEVEL: 'laut',
    TRUST_PROXY: 'ja',
    METRICS_PORT: '-1',
    METRICS_TOKEN: 'geheim',
    METRICS_TOKEN_FILE: file('geheim'),
  })
  const keys = ['PORT', 'PUBLIC_URL', 'DATABASE_URL', 'REDIS_URL', 'SMTP_URL_FILE', 'MEDIA_PORT', 'MEDIA_WORKERS']
  const others = ['SECRET_KEY', 'LOG_LEVEL', 'TRUST_PROXY', 'METRICS_PORT', 'METRICS_TOKEN']
  expect(faults).toHaveLength(keys.length + others.length)
  expect(new Set(faults.map((fault) => fault.split(' ')[0]))).toEqual(new Set([...keys, ...others]))
  expect(faults.join()).not.toContain('geheim')
})

test('secrets come from files, without the line break editors add; an empty file is a fault', () => {
  const config = readConfig({
    DATABASE_URL_FILE: file('postgres://a:b@db/allmende\n'),
    METRICS_TOKEN_FILE: file('zeichen\n'),
  })
  expect(config).toMatchObject({ databaseUrl: 'postgres://a:b@db/allmende', metrics: { token: 'zeichen' } })
  expect(faultsOf({ METRICS_TOKEN_FILE: file('\n') })).toEqual([expect.stringMatching(/^METRICS_TOKEN_FILE .* empty/)])
})

test('ports that cannot be are faults', () => {
  expect(faultsOf({ PORT: '4000', METRICS_PORT: '4000' })).toHaveLength(1)
  expect(faultsOf({ MEDIA_PORT: '65535', MEDIA_WORKERS: '2' })).toHaveLength(1)
  expect(faultsOf({ MEDIA_PORT: '65534', MEDIA_WORKERS: '2' })).toEqual([])
})

test('every key is documented in the example', () => {
  const sources = readFileSync(new URL('../../config/env.ts', import.meta.url), 'utf8')
  const example = readFileSync(new URL('../../config/env.example', import.meta.url), 'utf8')
  const keys = [...sources.matchAll(/'([A-Z]{2,}[A-Z_]*)'/g)].flatMap(([, key]) => (key === undefined ? [] : [key]))
  expect(keys.length).toBeGreaterThan(12)
  for (const key of keys) expect(example).toContain(`# ${key}=`)
})

test('the mail server: encrypted unless it is this machine or said otherwise, and never a password in the clear', () => {
  expect(parseSmtpUrl('smtps://amt:p%40ss@mail.example')).toEqual({
    host: 'mail.example',
    port: 465,
    tls: 'start',
    user: { name: 'amt', password: 'p@ss' },
  })
  const tls = (url: string) => parseSmtpUrl(url).tls
  expect(tls('smtp://mail.example')).toBe('upgrade')
  expect(tls('smtp://mail.example:25?tls=off')).toBe('none')
  expect(tls('smtp://127.0.0.1:1025')).toBe('none')
  expect(tls('smtp://[::1]:1025?tls=required')).toBe('upgrade')
  for (const SMTP_URL of [
    'smtp://amt:geheim@mail.example?tls=off',
    'smtps://mail.example?tls=off',
    'smtp://mail.example?tls.rejectUnauthorized=false',
    'smtp://amt@mail.example',
    'smtp://mail.example/inbox',
    'https://mail.example',
  ]) {
    const faults = faultsOf({ SMTP_URL })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/^SMTP_URL /)
    expect(faults[0]).not.toContain('geheim')
  }
})

test('who mail comes from: the host people use, or what is said, one address only', () => {
  expect(readConfig({ PUBLIC_URL: 'https://chat.stadt.example' }).mailFrom).toEqual({
    name: 'Allmende',
    address: 'allmende@chat.stadt.example',
  })
  expect(readConfig({ PUBLIC_URL: 'http://192.0.2.7' }).mailFrom.address).toBe('allmende@localhost')
  expect(readConfig({ MAIL_FROM: 'Stadt Arnsberg <projekte@arnsberg.example>' }).mailFrom).toEqual({
    name: 'Stadt Arnsberg',
    address: 'projekte@arnsberg.example',
  })
  for (const MAIL_FROM of [
    'arnsberg.example',
    'a@x.example, b@x.example',
    'A <a@x.example',
    'a@x.example>',
    'A\tB <a@x.example> C',
  ])
    expect(faultsOf({ MAIL_FROM })).toHaveLength(1)
})
