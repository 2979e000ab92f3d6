import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, fitGrid, GAP, pageSize, type LayoutInput, type Space } from '../../client/features/meetings/layout.ts'
import type { Tile } from '../../client/features/meetings/tiles.ts'

const WIDE: Space = { width: 1280, height: 680 }
const PHONE: Space = { width: 344, height: 560 }

function person(key: string, isOwn = false): Tile {
  const participant = {
    peerId: key,
    person: { id: key, name: key, organisation: null },
    joinedAt: '2026-11-24T09:00:00.000Z',
    streams: [],
  }
  return { key, kind: 'person', participant, streamId: undefined, isOwn, number: undefined }
}

function screen(key: string): Tile {
  return { ...person(key), kind: 'screen', streamId: key }
}

function people(count: number): Tile[] {
  return Array.from({ length: count }, (_, index) => person(`p${index}`, index === 0))
}

function place(input: Partial<LayoutInput>) {
  return arrange({
    tiles: [],
    model: { activeSpeaker: null, lastOtherSpeaker: null },
    view: 'grid',
    pinned: null,
    space: WIDE,
    page: 0,
    ...input,
  })
}

describe('the layout', () => {
  it('shows everybody alike in the grid', () => {
    const layout = place({ tiles: people(5) })
    expect(layout).toMatchObject({ kind: 'grid', page: 0, pages: 1, grid: { columns: 3, rows: 2 } })
  })

  it('pages when pictures would become too small, and no page is lost or doubled', () => {
    const tiles = people(60)
    const first = place({ tiles })
    if (first.kind !== 'grid') throw new Error('expected a grid')
    expect(first.pages).toBeGreaterThan(1)
    const shown = Array.from({ length: first.pages }, (_, page) => place({ tiles, page })).flatMap((layout) =>
      layout.kind === 'grid' ? layout.tiles.map(({ key }) => key) : [],
    )
    expect(shown).toEqual(tiles.map(({ key }) => key))
    expect(first.grid.tileWidth).toBeGreaterThanOrEqual(220)
  })

  it('goes back to the last page when people leave', () => {
    expect(place({ tiles: people(3), page: 7 })).toMatchObject({ kind: 'grid', page: 0, pages: 1 })
  })

  it('makes whoever shares large, several side by side, in both views', () => {
    for (const view of ['grid', 'speaker'] as const) {
      const layout = place({ view, tiles: [screen('s1'), screen('s2'), ...people(3)] })
      if (layout.kind !== 'stage') throw new Error('expected a stage')
      expect(layout.stage.map(({ key }) => key)).toEqual(['s1', 's2'])
      expect(layout.strip.map(({ key }) => key)).toEqual(['p0', 'p1', 'p2'])
    }
  })

  it('lets the pin win over the share', () => {
    const layout = place({ tiles: [screen('s1'), ...people(2)], pinned: 'p1' })
    expect(layout.kind === 'stage' && layout.stage.map(({ key }) => key)).toEqual(['p1'])
  })

  it('forgets a pin whose tile is gone', () => {
    expect(place({ tiles: people(3), pinned: 'gone' }).kind).toBe('grid')
  })

  it('shows the speaker large, then the last other speaker, then anybody but oneself', () => {
    const stageKey = (model: LayoutInput['model']) => {
      const layout = place({ view: 'speaker', tiles: people(3), model })
      return layout.kind === 'stage' ? layout.stage[0]?.key : undefined
    }
    expect(stageKey({ activeSpeaker: 'p2', lastOtherSpeaker: 'p2' })).toBe('p2')
    expect(stageKey({ activeSpeaker: 'p0', lastOtherSpeaker: 'p2' })).toBe('p2')
    expect(stageKey({ activeSpeaker: null, lastOtherSpeaker: null })).toBe('p1')
  })

  it('shows one large picture and a strip on the phone, whatever view is chosen', () => {
    const layout = place({ tiles: people(4), space: PHONE })
    expect(layout).toMatchObject({ kind: 'stage', stripSide: 'bottom' })
  })

  it('has no strip beside somebody alone', () => {
    expect(place({ view: 'speaker', tiles: people(1) })).toMatchObject({ kind: 'grid', pages: 1 })
  })

  it('always fits, at any count and size', () => {
    const sizes = fc.record({ width: fc.integer({ min: 240, max: 4000 }), height: fc.integer({ min: 200, max: 2200 }) })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), sizes, (count, space) => {
        const { columns, rows, tileWidth, tileHeight } = fitGrid(count, space)
        expect(columns * rows).toBeGreaterThanOrEqual(count)
        if (tileWidth === 0) return
        expect(columns * tileWidth + (columns - 1) * GAP).toBeLessThanOrEqual(space.width)
        expect(rows * tileHeight + (rows - 1) * GAP).toBeLessThanOrEqual(space.height)
        expect(pageSize(count, space)).toBeGreaterThanOrEqual(1)
      }),
    )
  })
})
