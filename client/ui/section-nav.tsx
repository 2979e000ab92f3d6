import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import type { Icon } from './icons.ts'
import './section-nav.css'

/** The pages that belong to one thing, as a row of links below its name. Give it `SectionLink`s. */
export function SectionNav({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className="section-nav" aria-label={label}>
      {children}
    </nav>
  )
}

/** One page of the row; knows whether it is the one that is open. */
export function SectionLink({ to, icon: Shape, children }: { to: string; icon: Icon; children: string }) {
  const [isHere] = useRoute(to)
  return (
    <Link href={to} className="section-link" aria-current={isHere ? 'page' : undefined}>
      <Shape className="icon" aria-hidden />
      {children}
    </Link>
  )
}
