import { afterAll, beforeAll, expect, test } from 'vitest'
import { RemoveProjectPerson } from '#protocol/projects'
import { ListRooms } from '#protocol/rooms'
import { connect } from '../../server/platform/db.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Town } from '../support/town.ts'

let app: TestApp
let town: Town
beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
})
afterAll(() => app.close())

test('whoever is removed while their rooms are listed is told no number of what comes after (I5)', async () => {
  const [lead, clerk] = [await town.person('Lena'), await town.person('Karl')]
  const project = await town.project(lead, [[clerk, 'member']])
  const room = await town.room(lead, project)
  const postgres = connect(app.database, { max: 2 })
  try {
    const blocker = await postgres.reserve()
    await blocker`begin`
    // The list has found its rooms, and waits for the read marks.
    await blocker`lock table room_reads in access exclusive mode`
    const listed = clerk.call(ListRooms, {})
    await eventually(async () => {
      const waiting = await postgres`select 1 from pg_locks where relation = 'room_reads'::regclass and not granted`
      expect(waiting.length).toBe(1)
    })
    await lead.call(RemoveProjectPerson, { projectId: project.id, personId: clerk.id })
    await blocker`commit`
    blocker.release()
    expect((await listed).map(({ id }) => id)).not.toContain(room.id)
  } finally {
    await postgres.end()
  }
})
