import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Command } from '#wire/command'
import { startApp, type TestApp } from '../support/app.ts'
import { PARTS, PLACES, type PartName, type PlaceName } from './cast.ts'
import type { Answer } from './door.ts'
import { expectedAnswer, isAboutPlace, rolesOf, type Expected } from './expected.ts'
import { crawled, protocols, samples, type Crawled } from './samples.ts'
import { rollBackEverything } from './undone.ts'
import { buildWorld, stillClock, type World } from './world.ts'

interface Tried extends Crawled {
  readonly who: PartName
  readonly place: PlaceName
  readonly expected: Expected
  readonly answer: Answer
}

let app: TestApp
let world: World
const tried: Tried[] = []

beforeAll(async () => {
  app = await startApp({ clock: stillClock() })
  world = await buildWorld(app)
  // How often somebody may ask is tried elsewhere.
  vi.spyOn(app.app.deps.limits, 'take').mockResolvedValue()
  // Everybody meets the same town, whatever those before were allowed to do to it.
  const undoing = rollBackEverything(app.app.deps.db)
  const attempts = crawled().flatMap((one) =>
    (isAboutPlace(one.command, one.sample) ? PLACES : (['own'] as const)).flatMap((place) =>
      PARTS.map((who) => ({ one, who, place, expected: expectedAnswer(who, one.command, one.sample, place) })),
    ),
  )
  // What ends something comes when all others have tried, and first by those who may not.
  const turn = ({ one, expected }: (typeof attempts)[number]) =>
    one.sample.last ? (expected === 'allowed' ? 2 : 1) : 0
  for (const { one, ...attempt } of attempts.toSorted((a, b) => turn(a) - turn(b))) {
    const { who, place } = attempt
    undoing.pause(one.sample.kept ?? false)
    const input = one.sample.input(world.places[place], who, world)
    tried.push({ ...one, ...attempt, answer: await world.doors[who].try(one.command, input) })
  }
  undoing.stop()
}, 240_000)
afterAll(() => app.close())

/** What is wrong, once for all it is the same for. */
function wrongs(of: readonly Tried[], wrong: (one: Tried) => string | undefined): string[] {
  const found = of.flatMap((one) => {
    const what = wrong(one)
    const answer = `${one.answer.refusal ?? one.answer.status} ${one.answer.refusal ? one.answer.body : ''}`
    return what === undefined
      ? []
      : [{ who: one.who, what: `${one.command.name} (${one.command.right}) at ${one.place}: ${what}, was ${answer}` }]
  })
  const groups = Map.groupBy(found, ({ what }) => what)
  return [...groups].map(([what, all]) => `${what} by ${all.map(({ who }) => who).join(', ')}`)
}

test('every command of every feature has a sample, and every sample is of a command', () => {
  const folders = readdirSync(new URL('../../server/features', import.meta.url), { withFileTypes: true })
  expect(Object.keys(protocols).toSorted()).toEqual(
    folders.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted(),
  )
  const isCommand = (value: unknown): value is Command =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'command'
  const missing = Object.entries(protocols).flatMap(([feature, module]) =>
    Object.entries(module)
      .filter(([name, value]) => isCommand(value) && !(name in samples[feature as keyof typeof samples]))
      .map(([name]) => `${feature}.${name}`),
  )
  expect(missing).toEqual([])
})

test('everybody is answered at every command and every place as the table of permissions says', () => {
  expect(tried.length).toBeGreaterThan(2_000)
  const wrong = wrongs(tried, (one) => (isAsExpected(one) ? undefined : `expected ${one.expected}`))
  expect(wrong).toEqual([])
})

function isAsExpected({ answer: { refusal }, sample, expected }: Tried): boolean {
  if (expected !== 'allowed') return refusal === expected
  return refusal === undefined || (sample.state ?? []).includes(refusal)
}

test('the crawl tried what it is for: each answer many times, and each right by somebody who has it', () => {
  const answers = Map.groupBy(tried, ({ expected }) => expected)
  for (const kind of ['allowed', 'forbidden', 'not_found', 'unauthenticated'] as const)
    expect(answers.get(kind)?.length ?? 0, kind).toBeGreaterThan(100)
  const given = new Set(tried.filter(({ answer }) => answer.refusal === undefined).map(({ command }) => command.name))
  const never = crawled().filter(({ command, sample }) => !given.has(command.name) && !sample.state)
  expect(never.map(({ command }) => command.name)).toEqual([])
})

test('what is there and not for somebody is answered to the byte like what is not there', () => {
  const missing = new Map(
    tried.flatMap((one) => (one.place === 'missing' ? [[`${one.who} ${one.command.name}`, one.answer] as const] : [])),
  )
  const hidden = tried.filter((one) => isAboutPlace(one.command, one.sample) && one.expected === 'not_found')
  expect(hidden.length).toBeGreaterThan(1_000)
  const different = wrongs(hidden, ({ who, command, answer }) => {
    const other = missing.get(`${who} ${command.name}`)
    return JSON.stringify(answer) === JSON.stringify(other) ? undefined : `of nothing it is ${other?.body}`
  })
  expect(different).toEqual([])
})

test('no answer, list or refusal names anything of a place where the caller is nothing', () => {
  const secrets = PLACES.flatMap((place) => {
    const { organisationId, projectId, roomId, meetingId, messageId, programId, hookId } = world.places[place]
    return [
      { id: organisationId, place, scope: 'organisation' },
      { id: projectId, place, scope: 'project' },
      { id: programId, place, scope: 'project' },
      { id: roomId, place, scope: 'room' },
      // Its account is among the project's people.
      { id: hookId, place, scope: 'project' },
      { id: messageId, place, scope: 'room' },
      { id: meetingId, place, scope: 'meeting' },
    ] as const
  })
  const told = secrets.flatMap(({ id, place, scope }) =>
    wrongs(tried, (one) =>
      one.answer.body.includes(id) && !mayKnow(one, scope, place) ? `tells ${place}’s ${scope}` : undefined,
    ),
  )
  expect(told).toEqual([])
})

/** Whoever takes part in a project knows whose it is, whoever is in a meeting its room; the audit log speaks in ids. */
function mayKnow(
  { who, command }: Tried,
  scope: 'organisation' | 'project' | 'room' | 'meeting',
  place: PlaceName,
): boolean {
  const rolesThere = (at: typeof scope) => rolesOf(who, at, place).length > 0
  if (rolesThere(scope)) return true
  if (command.right === 'organisation.manageProjects' && scope === 'project') return rolesThere('organisation')
  if (command.name.startsWith('audit.')) return isAuditor(who) || rolesThere('organisation')
  if (scope === 'organisation') return rolesThere('project')
  if (scope === 'room') return rolesThere('meeting')
  return scope === 'meeting' && who === 'waitingGuest' && place === 'own'
}

/** Reads every line of the audit log, in ids. */
function isAuditor(who: PartName): boolean {
  return rolesOf(who, 'installation', 'own').includes('auditor')
}
