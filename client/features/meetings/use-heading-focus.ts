import { useEffect, useRef } from 'react'

/** Takes the focus to the heading of a view that replaced another one on the same page. */
export function useHeadingFocus() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return heading
}
