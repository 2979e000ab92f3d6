import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Command, EventDefinition } from '#wire/command'
import { ClientFrame, ServerFrame } from '#wire/frames'
import { LIMITS, PROTOCOL } from '#wire/limits'
import { Give, Opened, POLLING, Take, Taken } from '#wire/line'
import { REFUSAL_STATUS } from '#wire/refusal'

const FEATURES = new URL('../../server/features', import.meta.url).pathname

function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'command'
}

function isEvent(value: unknown): value is EventDefinition {
  return typeof value === 'object' && value !== null && 'data' in value && 'kind' in value && 'name' in value
}

async function definitions(): Promise<unknown[]> {
  const names = readdirSync(FEATURES, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const modules = await Promise.all(
    names.map(({ name }) => import(`${FEATURES}/${name}/protocol.ts`) as Promise<object>),
  )
  return modules.flatMap((module) => Object.values(module))
}

/** A change of the wire is a visible difference in review: run with `-u` when it is meant, and think of older clients. */
test('the wire is what it was', async () => {
  const all = await definitions()
  const commands = all
    .filter(isCommand)
    .map(({ name, right, input, output, doors }) => [name, { right, doors, input, output }])
  const events = all.filter(isEvent).map(({ name, kind, data }) => [name, { kind, data }])
  expect(commands.length).toBeGreaterThan(30)
  expect(events.length).toBeGreaterThan(10)
  const sorted = (entries: unknown[][]) =>
    Object.fromEntries(entries.toSorted(([a], [b]) => String(a).localeCompare(String(b))))
  const contract = {
    protocol: PROTOCOL,
    limits: LIMITS,
    refusals: REFUSAL_STATUS,
    frames: { client: ClientFrame, server: ServerFrame },
    polling: { limits: POLLING, opened: Opened, take: Take, taken: Taken, give: Give },
    commands: sorted(commands),
    events: sorted(events),
  }
  await expect(`${JSON.stringify(contract, null, 2)}\n`).toMatchFileSnapshot('contract.json')
})

test('every name says its feature', async () => {
  for (const { name } of [...(await definitions()).filter(isCommand), ...(await definitions()).filter(isEvent)]) {
    expect(name).toMatch(/^[a-z]+\.[a-z][A-Za-z]+$/)
  }
})
