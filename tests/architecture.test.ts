import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = new URL('..', import.meta.url).pathname
/** A feature may import only those before it. */
const FEATURE_ORDER = [
  'auth',
  'orgs',
  'sso',
  'projects',
  'rooms',
  'invitations',
  'presence',
  'meetings',
  'guests',
  'integrations',
  'audit',
  'admin',
  'privacy',
  'setup',
]

interface Source {
  path: string
  lines: number
  imports: string[]
}

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !['dist', '.output', 'node_modules'].includes(entry.name)) yield* filesUnder(path)
    else if (/\.(ts|tsx|mjs|css)$/.test(entry.name)) yield path
  }
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'|(?:^|\n)import\s+'([^']+)'/g,
  )
  const imports = [...found].map(([, from, dynamic, bare]) => target(path, from ?? dynamic ?? bare ?? ''))
  return { path, lines: text.split('\n').length, imports }
}

/** The file an import means, as a path from the root; a package's name stays as it is. */
function target(importer: string, specifier: string): string {
  if (specifier.startsWith('#wire/')) return `server/wire/${specifier.slice(6)}.ts`
  if (specifier.startsWith('#protocol/')) return `server/features/${specifier.slice(10)}/protocol.ts`
  if (specifier.startsWith('.')) return relative(ROOT, resolve(ROOT, dirname(importer), specifier))
  return specifier
}

const sources = ['server', 'client', 'config', 'tests'].flatMap((folder) => Array.from(filesUnder(folder), readSource))
const server = sources.filter(({ path }) => path.startsWith('server/'))
const client = sources.filter(({ path }) => path.startsWith('client/'))

function breaches(of: Source[], forbidden: (path: string, imported: string) => boolean): string[] {
  return of.flatMap(({ path, imports }) =>
    imports.filter((imported) => forbidden(path, imported)).map((imported) => `${path} imports ${imported}`),
  )
}

const local = (path: string) => /^(server|client|config|tests)\//.test(path)
const featureOf = (path: string) => /^(?:server|client)\/features\/([^/]+)\//.exec(path)?.[1]
const isProtocol = (path: string) => /^server\/features\/[^/]+\/protocol\.ts$/.test(path)

describe('who may import whom', () => {
  test('there is something to check', () => {
    expect(server.length).toBeGreaterThan(60)
    expect(client.length).toBeGreaterThan(60)
    expect(sources.flatMap(({ imports }) => imports).filter(local).length).toBeGreaterThan(300)
  })

  test('wire is pure: itself and typebox', () => {
    const wire = server.filter(({ path }) => path.startsWith('server/wire/'))
    expect(breaches(wire, (_, to) => !to.startsWith('server/wire/') && to !== 'typebox')).toEqual([])
  })

  test('a protocol imports wire and other protocols', () => {
    const protocols = server.filter(({ path }) => isProtocol(path))
    const allowed = (to: string) => to === 'typebox' || to.startsWith('server/wire/') || isProtocol(to)
    expect(breaches(protocols, (_, to) => !allowed(to))).toEqual([])
  })

  test('platform knows neither realtime nor features, realtime no features', () => {
    const platform = server.filter(({ path }) => path.startsWith('server/platform/'))
    const realtime = server.filter(({ path }) => path.startsWith('server/realtime/'))
    expect(breaches(platform, (_, to) => /^server\/(realtime|features)/.test(to))).toEqual([])
    expect(breaches(realtime, (_, to) => to.startsWith('server/features'))).toEqual([])
  })

  test('a feature imports another only through its index, and only an earlier one', () => {
    const inFeatures = server.filter(({ path }) => featureOf(path))
    const wrong = breaches(inFeatures, (path, to) => {
      const [own, other] = [featureOf(path), featureOf(to)]
      if (!own || !other || own === other || isProtocol(to)) return false
      if (to !== `server/features/${other}/index.ts`) return true
      return FEATURE_ORDER.indexOf(other) > FEATURE_ORDER.indexOf(own)
    })
    expect(wrong).toEqual([])
  })

  test('only the two lists of features know every feature', () => {
    const all = { server: FEATURE_ORDER.length, client: readdirSync(join(ROOT, 'client/features')).length }
    for (const [side, of] of [
      ['server', server],
      ['client', client],
    ] as const) {
      const knowing = of.filter(({ imports }) => new Set(imports.map(featureOf).filter(Boolean)).size >= all[side])
      expect(knowing.map(({ path }) => path)).toEqual([`${side}/features.ts`])
    }
  })

  test('only the media engine imports mediasoup', () => {
    const elsewhere = server.filter(({ path }) => !path.startsWith('server/features/meetings/sfu/'))
    expect(breaches(elsewhere, (_, to) => to === 'mediasoup' || to.startsWith('mediasoup/'))).toEqual([])
  })

  test('the client imports wire and protocols of the server, and another feature only through its index', () => {
    expect(
      breaches(client, (_, to) => to.startsWith('server/') && !to.startsWith('server/wire/') && !isProtocol(to)),
    ).toEqual([])
    expect(breaches(client, (_, to) => /^(config|tests)\//.test(to))).toEqual([])
    const across = breaches(client, (path, to) => {
      const [own, other] = [featureOf(path), featureOf(to)]
      if (!to.startsWith('client/') || !own || !other || own === other) return false
      return !/^client\/features\/[^/]+\/index\.tsx?$/.test(to)
    })
    expect(across).toEqual([])
  })

  test('the design system knows no feature, no net and no state', () => {
    const ui = client.filter(({ path }) => path.startsWith('client/ui/'))
    expect(breaches(ui, (_, to) => /^client\/(features|net|state|media)\//.test(to))).toEqual([])
  })
})

test('config/env.ts is the only file of the server that reads the environment', () => {
  const reading = server.filter(({ path }) => /process\.env\b/.test(readFileSync(join(ROOT, path), 'utf8')))
  expect(reading.map(({ path }) => path)).toEqual([])
})

test('files stay small', () => {
  const limit = (path: string) => (path.startsWith('tests/') ? 600 : 400)
  expect(
    sources.filter(({ path, lines }) => lines > limit(path)).map(({ path, lines }) => `${path}: ${lines}`),
  ).toEqual([])
})

test('every feature has a README and a test', () => {
  for (const feature of FEATURE_ORDER) {
    expect(statSync(join(ROOT, `server/features/${feature}/README.md`)).isFile()).toBe(true)
    expect(statSync(join(ROOT, `tests/features/${feature}.test.ts`)).isFile()).toBe(true)
  }
})

test('decision records are at most 40 lines', () => {
  const folder = join(ROOT, 'server/decisions')
  for (const name of readdirSync(folder)) {
    expect(readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').length, name).toBeLessThanOrEqual(40)
  }
})
