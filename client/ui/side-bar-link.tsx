import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import type { Icon } from './icons.ts'
import './side-bar-link.css'

interface SideBarLinkProps {
  to: string
  icon?: Icon
  /** Instead of an icon: an avatar, a tile. */
  picture?: ReactNode
  /** Usually a `Badge`. */
  badge?: ReactNode
  /** Below the name, smaller. */
  detail?: string
  /** Something in it is unread: the name is written stronger. */
  isUnread?: boolean
  children: string
}

/** A line of the side bar; knows whether it is the page one is on. */
export function SideBarLink({ to, icon: Shape, picture, badge, detail, isUnread = false, children }: SideBarLinkProps) {
  const [isHere] = useRoute(to)
  return (
    <Link
      href={to}
      className={isUnread ? 'side-bar-link side-bar-link-unread' : 'side-bar-link'}
      aria-current={isHere ? 'page' : undefined}
    >
      {Shape && <Shape className="icon" aria-hidden />}
      {picture}
      <span className="side-bar-link-words">
        <span className="side-bar-link-name">{children}</span>
        {detail !== undefined && <span className="side-bar-link-detail">{detail}</span>}
      </span>
      {badge}
    </Link>
  )
}
