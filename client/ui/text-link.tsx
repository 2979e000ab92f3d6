import type { ReactNode } from 'react'
import { Link } from 'wouter'
import './text-link.css'

type TextLinkProps = { children: ReactNode } & (
  | { to: string; href?: never }
  /** An address somewhere else; it opens beside the product and learns nothing of where it was pressed. */
  | { href: string; to?: never }
)

/** A link within text: `to` a page of this installation, or to a foreign `href`. */
export function TextLink({ to, href, children }: TextLinkProps) {
  if (to !== undefined) {
    return (
      <Link href={to} className="text-link">
        {children}
      </Link>
    )
  }
  return (
    <a href={href} className="text-link" target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
