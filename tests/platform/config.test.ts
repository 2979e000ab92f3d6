import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError, readConfig, type Environment } from '../../config/env.ts'

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
