import { afterAll, beforeEach, expect, test, vi } from 'vitest'

// The little of a browser that the choice of the language needs; what is tested is the choice of words.
const kept = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
})
vi.stubGlobal('navigator', { languages: ['fr-FR', 'de-AT', 'en'] })
vi.stubGlobal('document', { documentElement: { lang: '' } })
afterAll(() => {
  vi.unstubAllGlobals()
})

const { currentLanguage, setLanguage } = await import('../../client/i18n/language.ts')
const { formatBytes, formatDay, formatDuration, formatList, formatTime } = await import('../../client/i18n/format.ts')
const { plural } = await import('../../client/i18n/texts.ts')

const languageAtFirst = currentLanguage()
beforeEach(() => setLanguage('de'))

const now = new Date(2026, 10, 24, 0, 5)

test('the first language of the browser that we speak, until somebody chooses', () => {
  expect(languageAtFirst).toBe('de')
  setLanguage('en')
  expect([currentLanguage(), document.documentElement.lang]).toEqual(['en', 'en'])
})

test('days are said as people say them, in both languages', () => {
  const days = [
    new Date(2026, 10, 24, 0, 1),
    new Date(2026, 10, 23, 23, 59),
    new Date(2026, 10, 20),
    new Date(2025, 2, 3),
  ]
  expect(days.map((day) => formatDay(day, now))).toEqual([
    'Heute',
    'Gestern',
    'Freitag, 20. November',
    'Montag, 3. März 2025',
  ])
  setLanguage('en')
  expect(days.map((day) => formatDay(day, now))).toEqual([
    'Today',
    'Yesterday',
    'Friday 20 November',
    'Monday, 3 March 2025',
  ])
})

test('a night in which the clocks change is one day', () => {
  expect(formatDay(new Date(2026, 9, 24, 23, 30), new Date(2026, 9, 25, 23, 30))).toBe('Gestern')
})

test('times, lists, sizes and durations', () => {
  expect(formatTime(new Date(2026, 10, 24, 9, 5))).toBe('09:05')
  expect(formatList(['Arnsberg', 'Olpe', 'Soest'])).toBe('Arnsberg, Olpe und Soest')
  expect([999, 3_400_000, 42_000_000].map(formatBytes)).toEqual(['999 Byte', '3,4 MB', '42 MB'])
  expect([45_000, 12 * 60_000, 65 * 60_000].map(formatDuration)).toEqual(['45 Sek.', '12 Min.', '1 Std., 5 Min.'])
})

test('plurals follow the rules of the language', () => {
  const say = (count: number) => plural(count, { none: 'niemand', one: 'eine Person', other: `${count} Personen` })
  expect([0, 1, 2].map(say)).toEqual(['niemand', 'eine Person', '2 Personen'])
})
