import { useCallback, useEffect, useState, type RefObject } from 'react'

/**
 * One row of a list can be reached by the Tab key; arrows, Home and End go from row to row. Rows carry their key in `data-row`
 * and take the `tabIndex` that the returned function gives for it.
 */
export function useRovingFocus(
  list: RefObject<HTMLElement | null>,
  lastKey: string | undefined,
): (key: string) => 0 | -1 {
  const [chosen, setChosen] = useState<string>()
  useEffect(() => {
    const element = list.current
    if (!element) return
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-row]') : null
      if (row) setChosen(row.dataset['row'])
    }
    const onKeyDown = (event: KeyboardEvent) => goToRow(element, event)
    element.addEventListener('focusin', onFocus)
    element.addEventListener('keydown', onKeyDown)
    return () => {
      element.removeEventListener('focusin', onFocus)
      element.removeEventListener('keydown', onKeyDown)
    }
  }, [list])
  const current = chosen ?? lastKey
  return useCallback((key: string) => (key === current ? 0 : -1), [current])
}

function goToRow(list: HTMLElement, event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-row]')) return
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')]
  const next = nextRow(rows, rows.indexOf(event.target), event.key)
  if (!next) return
  event.preventDefault()
  next.focus()
}

function nextRow(rows: readonly HTMLElement[], index: number, key: string): HTMLElement | undefined {
  switch (key) {
    case 'ArrowUp':
      return rows[index - 1]
    case 'ArrowDown':
      return rows[index + 1]
    case 'Home':
      return rows[0]
    case 'End':
      return rows.at(-1)
    default:
      return undefined
  }
}
