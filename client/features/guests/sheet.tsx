import { useEffect, useRef, type ReactNode } from 'react'
import { Page } from '../../shell/page.tsx'

/** A page that took the place of another one at the same address: what it says first is read out. */
export function Sheet({ title, children }: { title: string; children: ReactNode }) {
  const sheet = useRef<HTMLDivElement>(null)
  useEffect(() => sheet.current?.querySelector('h1')?.focus(), [])
  return (
    <div ref={sheet}>
      <Page title={title}>{children}</Page>
    </div>
  )
}
