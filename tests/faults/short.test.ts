import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCourse } from './course.ts'
import { shortPlan } from './plan.ts'
import { plantedCourse } from './planted.ts'
import { PLANTS } from './plants.ts'
import { startServices, type Services } from './services.ts'

/** The same every time; other ones, longer and with everything that can break: `npm run faults`. */
const SEED = 20_261_126
/** Of the planted bugs those that need a whole cluster to be seen; all of them: `npm run faults -- --planted`. */
const PLANTED = ['drop-publish', 'deliver-after-removal']

let services: Services
beforeAll(async () => {
  services = await startServices()
})
afterAll(() => services.stop())

test('nothing is lost, doubled, reordered or leaked while lines are cut, a node dies and Redis forgets', async () => {
  const result = await runCourse(
    {
      seed: SEED,
      seconds: 11,
      clients: 30,
      rooms: 6,
      nodes: 2,
      generators: 1,
      faults: shortPlan(SEED, 2),
      cuts: { every: 5_000, lasts: 1_000 },
      pause: 700,
      peoplePause: 1_500,
      settlePatience: 15_000,
    },
    services,
  )
  expect(result.findings).toEqual([])
  expect(result.faults.map(({ kind }) => kind).toSorted()).toEqual(['kill', 'redis'])
  expect(result.cuts).toBeGreaterThan(30)
  expect(result.deliveries).toBeGreaterThan(1_000)
}, 90_000)

describe('the checker finds a planted bug', () => {
  test.each(PLANTED)('%s', { timeout: 60_000 }, async (plant) => {
    const { findings } = await plantedCourse(plant, SEED, services)
    expect(findings.map(({ kind }) => kind)).toContain(PLANTS[plant]?.found)
  })
})
