import type { ReactNode } from 'react'
import type { Icon } from './icons.ts'
import './empty-state.css'

interface EmptyStateProps {
  icon?: Icon
  /** What the place is for, in a few words; not where the heading of the page has said it. */
  title?: string
  children?: ReactNode
  /** The first step, usually one primary `Button`. */
  action?: ReactNode
}

/** A place with nothing in it yet: what it is for, and the first step. */
export function EmptyState({ icon: Shape, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      {Shape && (
        <span className="empty-state-icon">
          <Shape className="icon" aria-hidden />
        </span>
      )}
      {title !== undefined && <p className="empty-state-title">{title}</p>}
      {children !== undefined && <div className="empty-state-text">{children}</div>}
      {action}
    </div>
  )
}
