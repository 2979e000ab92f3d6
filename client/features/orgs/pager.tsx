import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { BackIcon, ChevronRightIcon } from '../../ui/icons.ts'
import { texts } from './page-texts.ts'

/** Where somebody is in a list of which the server gives one page after the other. */
export interface Pages {
  /** The cursor of the page that is shown; undefined: the first. */
  after: string | undefined
  number: number
  forward: (next: string) => void
  back: () => void
}

/** @param of what is leafed through: of something else one begins with the first page again */
export function usePages(of: string): Pages {
  const [place, setPlace] = useState<{ of: string; cursors: readonly string[] }>({ of, cursors: [] })
  const cursors = place.of === of ? place.cursors : []
  return {
    after: cursors.at(-1),
    number: cursors.length + 1,
    forward: (next) => setPlace({ of, cursors: [...cursors, next] }),
    back: () => setPlace({ of, cursors: cursors.slice(0, -1) }),
  }
}

interface PagerProps {
  pages: Pages
  next: string | null
  /** How many pages there are. */
  count: number
  /** Another page is there: whoever reads on begins at its top. */
  onTurn: () => void
}

/** The way to the page before and the next; nothing where one page is all. */
export function Pager({ pages, next, count, onTurn }: PagerProps) {
  const t = useTexts(texts)
  if (next === null && pages.number === 1) return null

  function turn(work: () => void) {
    work()
    onTurn()
  }

  return (
    <nav className="pager" aria-label={t.pages}>
      <Button icon={BackIcon} isDisabled={pages.number === 1} onPress={() => turn(pages.back)}>
        {t.previous}
      </Button>
      <span>{t.page(pages.number, Math.max(count, pages.number))}</span>
      <Button
        icon={ChevronRightIcon}
        isDisabled={next === null}
        onPress={() => next !== null && turn(() => pages.forward(next))}
      >
        {t.next}
      </Button>
    </nav>
  )
}
