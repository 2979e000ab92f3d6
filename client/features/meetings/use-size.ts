import { useLayoutEffect, useState, type RefObject } from 'react'
import type { Space } from './layout.ts'

/** The size of an element's content in CSS pixels, as it changes. Zero before the first layout. */
export function useSize(element: RefObject<HTMLElement | null>): Space {
  const [size, setSize] = useState<Space>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return undefined
    const measure = () => setSize({ width: target.clientWidth, height: target.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return size
}
