import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstLayer, layerFor } from '../../server/features/meetings/sfu/layers.ts'

const tile = (height: number) => ({ width: Math.round((height * 16) / 9), height })

describe('the layer a tile needs', () => {
  test('grows with the tile', () => {
    expect(
      [90, 180, 240, 260, 360, 480, 500, 720, 2_160].map((height) => layerFor(tile(height), 3, undefined)),
    ).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2])
  })

  test('counts the picture, not the bars beside it', () => {
    expect(layerFor({ width: 200, height: 900 }, 3, undefined)).toBe(0)
    expect(layerFor({ width: 3_000, height: 150 }, 3, undefined)).toBe(0)
  })

  test('stays within what the sender has', () => {
    expect(layerFor(tile(1_080), 1, undefined)).toBe(0)
    expect(layerFor(tile(1_080), 2, undefined)).toBe(1)
    expect([1, 2, 3].map(firstLayer)).toEqual([0, 1, 1])
  })

  test('does not flicker at a border', () => {
    expect(layerFor(tile(250), 3, 0)).toBe(0)
    expect(layerFor(tile(235), 3, 1)).toBe(1)
    expect(layerFor(tile(300), 3, 0)).toBe(1)
    expect(layerFor(tile(180), 3, 1)).toBe(0)
  })

  test('settles: the same tile again never changes the layer', () => {
    const size = fc.integer({ min: 0, max: 16_384 })
    const layers = fc.integer({ min: 1, max: 3 })
    fc.assert(
      fc.property(size, size, layers, fc.integer({ min: 0, max: 2 }), (width, height, count, before) => {
        const once = layerFor({ width, height }, count, Math.min(before, count - 1))
        expect(once).toBeGreaterThanOrEqual(0)
        expect(once).toBeLessThan(count)
        expect(layerFor({ width, height }, count, once)).toBe(once)
      }),
    )
  })
})
