import { useRef } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { BackIcon, ChevronRightIcon } from '../../ui/icons.ts'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'
import { arrange, GAP, STRIP, type Grid, type Layout } from './layout.ts'
import { texts } from './texts.ts'
import { TileView } from './tile-view.tsx'
import { tilesOf, type Tile } from './tiles.ts'
import { useSize } from './use-size.ts'
import './stage.css'

/** Everybody and everything shown, arranged for the space there is. */
export function Stage({ call }: { call: Call }) {
  const t = useTexts(texts)
  const area = useRef<HTMLDivElement>(null)
  const space = useSize(area)
  const model = useObservable(call.model)
  const { view, pinned, showsSelf, page } = useObservable(call.view)
  const isAlone = model.participants.length === 1
  const tiles = tilesOf(model, { showsSelf: showsSelf || isAlone })
  const layout = arrange({ tiles, model, view, pinned, space, page })
  return (
    <section className="stage" aria-label={t.tile.list}>
      <div className="stage-area" ref={area}>
        {space.width > 0 &&
          (layout.kind === 'grid' ? <GridOf call={call} layout={layout} /> : <StageOf call={call} layout={layout} />)}
      </div>
      {isAlone && (
        <p className="stage-alone">
          <strong>{t.tile.alone}.</strong> {t.tile.aloneHint}
        </p>
      )}
      {layout.kind === 'grid' && layout.pages > 1 && <Pages call={call} page={layout.page} pages={layout.pages} />}
    </section>
  )
}

function GridOf({ call, layout }: { call: Call; layout: Extract<Layout, { kind: 'grid' }> }) {
  const canPin = layout.pages > 1 || layout.tiles.length > 1
  return <Tiles call={call} tiles={layout.tiles} grid={layout.grid} canPin={canPin} />
}

function StageOf({ call, layout }: { call: Call; layout: Extract<Layout, { kind: 'stage' }> }) {
  return (
    <div className={`stage-with-strip stage-strip-${layout.stripSide}`} style={{ gap: GAP }}>
      <Tiles call={call} tiles={layout.stage} grid={layout.grid} />
      {layout.strip.length > 0 && (
        <ul className="stage-strip" role="list" style={{ gap: GAP }}>
          {layout.strip.map((tile) => (
            <li key={tile.key} style={{ inlineSize: STRIP.width, blockSize: STRIP.height }}>
              <TileView call={call} tile={tile} isSmall />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

interface TilesProps {
  call: Call
  tiles: readonly Tile[]
  grid: Grid
  canPin?: boolean
}

function Tiles({ call, tiles, grid, canPin = true }: TilesProps) {
  return (
    <ul
      className="stage-tiles"
      role="list"
      style={{ gap: GAP, maxInlineSize: grid.columns * (grid.tileWidth + GAP) - GAP }}
    >
      {tiles.map((tile) => (
        <li key={tile.key} style={{ inlineSize: grid.tileWidth, blockSize: grid.tileHeight }}>
          <TileView call={call} tile={tile} canPin={canPin} />
        </li>
      ))}
    </ul>
  )
}

function Pages({ call, page, pages }: { call: Call; page: number; pages: number }) {
  const t = useTexts(texts).pages
  const turn = (to: number) => call.view.change((known) => ({ ...known, page: to }))
  return (
    <nav className="stage-pages" aria-label={t.label}>
      <Button kind="quiet" size="small" icon={BackIcon} isDisabled={page === 0} onPress={() => turn(page - 1)}>
        {t.previous}
      </Button>
      <span aria-live="polite">{t.of(page + 1, pages)}</span>
      <Button
        kind="quiet"
        size="small"
        icon={ChevronRightIcon}
        isDisabled={page === pages - 1}
        onPress={() => turn(page + 1)}
      >
        {t.next}
      </Button>
    </nav>
  )
}
