import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** This close to the end counts as being there. */
const END_PX = 48

export interface PlaceOptions {
  /** Changes when something was put above. */
  firstKey: string | undefined
  /** Somebody has scrolled to the end. */
  onEnd: () => void
}

export interface Place {
  isAtEnd: boolean
  toEnd: () => void
  /** Brings an element of the list to its top. */
  toElement: (element: Element) => void
}

/**
 * Where somebody is in a list that grows at both ends. At its end they stay there when something comes; elsewhere what they
 * look at stays where it is, also when earlier things are put above it.
 * @param scroller the element that scrolls
 */
export function usePlace(scroller: RefObject<HTMLDivElement | null>, { firstKey, onEnd }: PlaceOptions): Place {
  const [isAtEnd, setAtEnd] = useState(true)
  const atEnd = useRef(true)
  const reached = useEffectEvent(onEnd)

  const toEnd = useCallback(() => {
    atEnd.current = true
    setAtEnd(true)
    scrollToEnd(scroller.current)
  }, [scroller])

  const look = useCallback((element: HTMLElement) => {
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX
    setAtEnd(atEnd.current)
  }, [])

  const toElement = useCallback(
    (element: Element) => {
      element.scrollIntoView({ block: 'start', behavior: 'instant' })
      if (scroller.current) look(scroller.current)
    },
    [scroller, look],
  )

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      look(element)
      if (atEnd.current) reached()
    }
    const observer = new ResizeObserver(() => {
      if (atEnd.current) scrollToEnd(element)
    })
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, look])

  useLayoutEffect(() => {
    if (atEnd.current) scrollToEnd(scroller.current)
  })
  useKeptPlace(scroller, firstKey)
  return { isAtEnd, toEnd, toElement }
}

/** Browsers keep the place by themselves, but not at the very top, and some not at all. */
function useKeptPlace(scroller: RefObject<HTMLDivElement | null>, firstKey: string | undefined): void {
  const known = useRef<{ firstKey: string | undefined; height: number }>({ firstKey: undefined, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const { firstKey: before, height } = known.current
    const isByHand = element.scrollTop === 0 || !CSS.supports('overflow-anchor', 'auto')
    if (before !== undefined && before !== firstKey && isByHand) {
      element.scrollBy({ top: element.scrollHeight - height, behavior: 'instant' })
    }
    known.current = { firstKey, height: element.scrollHeight }
  })
}

function scrollToEnd(element: HTMLElement | null): void {
  element?.scrollTo({ top: element.scrollHeight, behavior: 'instant' })
}
