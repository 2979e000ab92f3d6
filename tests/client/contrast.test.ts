import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** Light and dark value of every colour that is written as such in the tokens. */
type Colours = Readonly<Record<string, readonly [light: string, dark: string]>>

const css = readFileSync(new URL('../../client/ui/tokens.css', import.meta.url), 'utf8')
const standard = coloursIn(block(':root {'))
const highContrast = { ...standard, ...coloursIn(block("[data-theme='contrast'] {")) }

const READABLE = 4.5
const VISIBLE = 3

const accents = ['meadow', 'sky', 'clay', 'plum']
const texts = ['ink', 'muted', ...accents]
const grounds = ['paper', 'panel', 'raised', 'selected']
const tones = [1, 2, 3, 4, 5, 6, 7, 8]

const readablePairs: readonly (readonly [string, string])[] = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...accents.flatMap((accent) => ['ink', 'muted', accent].map((text) => [text, `${accent}-soft`] as const)),
  ['on-accent', 'meadow'],
  ['on-accent', 'meadow-strong'],
  ['on-plum', 'plum-ground'],
  ['on-plum', 'plum-ground-strong'],
  ...tones.map((tone) => [`tone-${tone}-ink`, `tone-${tone}`] as const),
]

const visiblePairs = ['line', 'focus'].flatMap((edge) => ['paper', 'panel', 'raised'].map((g) => [edge, g] as const))

describe.each([
  ['light', standard, 0],
  ['dark', standard, 1],
  ['high contrast, light', highContrast, 0],
  ['high contrast, dark', highContrast, 1],
] as const)('%s', (_name, colours, side) => {
  test('text is readable on every ground it may stand on', () => {
    expect(pairsBelow(READABLE, readablePairs, colours, side)).toEqual([])
  })

  test('edges of controls and the focus are visible', () => {
    expect(pairsBelow(VISIBLE, visiblePairs, colours, side)).toEqual([])
  })
})

test('high contrast is more than the standard asks for', () => {
  for (const side of [0, 1] as const) {
    expect(
      pairsBelow(
        7,
        [
          ['ink', 'paper'],
          ['muted', 'paper'],
          ['meadow', 'paper'],
        ],
        highContrast,
        side,
      ),
    ).toEqual([])
  }
})

function pairsBelow(least: number, pairs: readonly (readonly [string, string])[], colours: Colours, side: 0 | 1) {
  return pairs.flatMap(([one, other]) => {
    const ratio = contrast(colour(colours, one)[side], colour(colours, other)[side])
    return ratio < least ? [`${one} on ${other}: ${ratio.toFixed(2)}`] : []
  })
}

function colour(colours: Colours, name: string): readonly [string, string] {
  const found = colours[name]
  if (!found) throw new Error(`There is no colour ${name}`)
  return found
}

function block(start: string): string {
  const from = css.indexOf(start)
  return css.slice(from, css.indexOf('\n}', from))
}

function coloursIn(rules: string): Colours {
  const found = rules.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)
  return Object.fromEntries(
    [...found].map(
      ([, name = '', light = '', dark = '', both]) => [name, both ? [both, both] : [light, dark]] as const,
    ),
  )
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
