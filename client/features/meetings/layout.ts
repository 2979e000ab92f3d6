import type { MeetingModel } from './model.ts'
import type { Tile } from './tiles.ts'

export type View = 'grid' | 'speaker'

/** In CSS pixels. */
export interface Space {
  readonly width: number
  readonly height: number
}

export interface Grid {
  readonly columns: number
  readonly rows: number
  readonly tileWidth: number
  readonly tileHeight: number
}

/**
 * What is where. `grid`: all alike, in pages. `stage`: a few large ones, the others small in a strip below or beside them.
 */
export type Layout =
  | {
      readonly kind: 'grid'
      readonly tiles: readonly Tile[]
      readonly grid: Grid
      readonly page: number
      readonly pages: number
    }
  | {
      readonly kind: 'stage'
      readonly stage: readonly Tile[]
      readonly grid: Grid
      readonly strip: readonly Tile[]
      readonly stripSide: 'bottom' | 'right'
    }

export interface LayoutInput {
  readonly tiles: readonly Tile[]
  readonly model: Pick<MeetingModel, 'activeSpeaker' | 'lastOtherSpeaker'>
  readonly view: View
  /** The key of the tile the person pinned. */
  readonly pinned: string | null
  readonly space: Space
  readonly page: number
}

export const GAP = 8
export const STRIP = { width: 176, height: 99 } as const
const ASPECT = 16 / 9
/** Smaller than this a face is no longer read: the others go on further pages. */
const LEAST_TILE_WIDTH = 220
const NARROW = 600
const SCREENS_ON_STAGE = 4

/** Places every tile. Whoever shares is large; else what was pinned; else, in the speaker view and on narrow screens, the speaker. */
export function arrange(input: LayoutInput): Layout {
  const stage = stageOf(input)
  if (stage.length === 0 || input.tiles.length === 1) return gridLayout(input)
  const strip = input.tiles.filter((tile) => !stage.includes(tile))
  const stripSide = input.space.width >= input.space.height * 1.4 && input.space.width >= 900 ? 'right' : 'bottom'
  const space = strip.length === 0 ? input.space : withoutStrip(input.space, stripSide)
  const grid = stage[0]?.kind === 'person' ? portrait(space) : fitGrid(stage.length, space)
  return { kind: 'stage', stage, grid, strip, stripSide }
}

/** The columns and rows with which `count` pictures of 16 : 9 become largest. */
export function fitGrid(count: number, space: Space): Grid {
  let best: Grid = { columns: 1, rows: Math.max(count, 1), tileWidth: 0, tileHeight: 0 }
  for (let columns = 1; columns <= Math.max(count, 1); columns += 1) {
    const rows = Math.ceil(Math.max(count, 1) / columns)
    const tileWidth = Math.floor(Math.min(cell(space.width, columns), cell(space.height, rows) * ASPECT))
    if (tileWidth > best.tileWidth) best = { columns, rows, tileWidth, tileHeight: Math.floor(tileWidth / ASPECT) }
  }
  return best
}

/** One person: on an upright screen a face may take more height than a film. */
function portrait(space: Space): Grid {
  const grid = fitGrid(1, space)
  const tileHeight = Math.floor(Math.min(space.height, grid.tileWidth * 1.25))
  return { ...grid, tileHeight }
}

/** How many pictures fit on one page so that none is too small. */
export function pageSize(count: number, space: Space): number {
  const least = Math.min(LEAST_TILE_WIDTH, space.width)
  for (let size = count; size > 1; size -= 1) if (fitGrid(size, space).tileWidth >= least) return size
  return 1
}

function stageOf({ tiles, model, view, pinned, space }: LayoutInput): Tile[] {
  const pinnedTile = tiles.find(({ key }) => key === pinned)
  if (pinnedTile) return [pinnedTile]
  const screens = tiles.filter(({ kind }) => kind === 'screen')
  if (screens.length > 0) return screens.slice(0, SCREENS_ON_STAGE)
  if (view === 'grid' && space.width >= NARROW) return []
  const people = tiles.filter(({ kind }) => kind === 'person')
  if (view === 'grid' && people.length <= 2) return []
  const others = people.filter(({ isOwn }) => !isOwn)
  const speaker = others.find(({ key }) => key === model.activeSpeaker || key === model.lastOtherSpeaker)
  const large = speaker ?? others[0] ?? people[0]
  return large ? [large] : []
}

function gridLayout({ tiles, space, page }: LayoutInput): Layout {
  const size = pageSize(tiles.length, space)
  const pages = Math.max(1, Math.ceil(tiles.length / size))
  const shown = Math.min(Math.max(page, 0), pages - 1)
  const part = tiles.slice(shown * size, (shown + 1) * size)
  // A last page with fewer pictures keeps the size of the others.
  return { kind: 'grid', tiles: part, grid: fitGrid(pages > 1 ? size : part.length, space), page: shown, pages }
}

function withoutStrip(space: Space, side: 'bottom' | 'right'): Space {
  return side === 'right'
    ? { width: space.width - STRIP.width - GAP, height: space.height }
    : { width: space.width, height: space.height - STRIP.height - GAP }
}

function cell(length: number, parts: number): number {
  return (length - GAP * (parts - 1)) / parts
}
