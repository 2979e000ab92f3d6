import { expect, test } from '@playwright/test'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RoomSummary } from '#protocol/rooms'
import { expectAccessible } from './support/accessibility.ts'
import { startDemo } from './support/demo.ts'

/** Writes the provision's status as the provision does: at once or not at all. */
async function report(file: string, status: object): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(status))
  await rename(`${file}.new`, file)
}

test('while the media worker is built everything else serves; meetings say so and come alive by themselves', async ({
  browser,
}) => {
  const directory = await mkdtemp(join(tmpdir(), 'allmende-worker-'))
  const file = join(directory, 'status.json')
  const now = new Date().toISOString()
  const preparing = { state: 'preparing', step: 'compile', done: 40, total: 263, startedAt: now, updatedAt: now }
  await report(file, preparing)
  const demo = await startDemo({ MEDIA_WORKER_STATUS: file, MEDIASOUP_WORKER_BIN: '' })
  const window = await demo.open(browser, 0)
  try {
    const ready = await window.context.request.get('/api/ready')
    expect(ready.status()).toBe(200)
    expect(JSON.stringify(await ready.json())).toContain('preparing')

    const response = await window.context.request.post('/api/rooms.list', { data: {} })
    const room = ((await response.json()) as RoomSummary[]).find(({ rights }) => rights.meet)
    await window.page.goto(`/rooms/${room?.id}/meeting`)
    await expect(window.page.getByText('Besprechungen werden vorbereitet')).toBeVisible()
    await expect(window.page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^15/)
    await expectAccessible(window.page)
    await report(file, { ...preparing, done: 200 })
    await expect(window.page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^76/)

    const path = process.env['MEDIASOUP_WORKER_BIN']
    if (path === undefined) throw new Error('the media worker is missing: run this through npm test')
    await report(file, { ...preparing, state: 'ready', path })
    await window.page.getByRole('button', { name: /^Teilnehmen/ }).click()
    await expect(window.page.getByRole('button', { name: /^Verlassen/ })).toBeVisible()
    window.expectClean()
  } finally {
    await window.close()
    await demo.stop()
    await rm(directory, { recursive: true, force: true })
  }
})
