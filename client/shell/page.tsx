import { useEffect, useRef, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { BackIcon } from '../ui/icons.ts'
import { LinkButton } from '../ui/link-button.tsx'
import { usePageTitle } from './page-title.ts'
import './page.css'

export interface PageFrameProps {
  title: string
  /** Where the page belongs, above its title: the project of a room. */
  context?: ReactNode
  /** Whatever stands beside the title: buttons, a menu. */
  actions?: ReactNode
  /** A strip below the title: the running meeting. */
  bar?: ReactNode
  /** The area at the right, usually a `SidePanel`. */
  panel?: ReactNode
  /** The way up where the side bar is not the way: a settings page, a form. */
  back?: { to: string; label: string } | undefined
  /** `reading` for text and forms, `wide` for overviews; `fill` gives the children the height that is left, they scroll. */
  layout?: 'reading' | 'wide' | 'fill'
  children: ReactNode
}

/** A page: sets the title of the document, and takes the focus to its heading when one has come here by a link. */
export function Page({ title, context, actions, bar, panel, back, layout = 'reading', children }: PageFrameProps) {
  usePageTitle(title, typeof context === 'string' ? context : undefined)
  const heading = useHeadingFocus()
  return (
    <div className="page" data-layout={layout}>
      <main className="page-main" id="main" tabIndex={-1}>
        <header className="page-head">
          {back && (
            <LinkButton kind="quiet" size="small" icon={BackIcon} to={back.to}>
              {back.label}
            </LinkButton>
          )}
          <div className="page-title-row">
            <div className="page-titles">
              {context !== undefined && <p className="page-context">{context}</p>}
              <h1 ref={heading} tabIndex={-1}>
                {title}
              </h1>
            </div>
            {actions !== undefined && <div className="page-actions">{actions}</div>}
          </div>
          {bar}
        </header>
        <div className="page-body">{children}</div>
      </main>
      {panel}
    </div>
  )
}

let focusedPath: string | undefined

/** The first page of a visit leaves the focus where the browser has it. */
function useHeadingFocus() {
  const heading = useRef<HTMLHeadingElement>(null)
  const [path] = useLocation()
  useEffect(() => {
    if (focusedPath === path) return
    if (focusedPath !== undefined) heading.current?.focus()
    focusedPath = path
  }, [path])
  return heading
}
