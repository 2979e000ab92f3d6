import { expect, test, vi } from 'vitest'
import { features } from '../../server/features.ts'

vi.hoisted(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('navigator', { languages: ['de-DE'], userAgent: '' })
})

const { heldTexts } = await import('../../client/features/privacy/held-texts.ts')

test('everything that is kept has words in both languages, and nothing else has', () => {
  const held = features.flatMap(({ privacy }) => Object.entries(privacy?.tables ?? {}))
  // Without a column that says something of people there is nothing to tell.
  const telling = held.filter(([, { columns }]) => Object.keys(columns).length > 0).map(([table]) => table)
  expect(telling.toSorted()).toEqual(Object.keys(heldTexts.de).toSorted())
})
