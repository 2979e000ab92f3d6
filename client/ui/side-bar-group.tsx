import { Children, useId, type ReactNode } from 'react'
import './side-bar-group.css'

interface SideBarGroupProps {
  title: ReactNode
  detail?: string
  /** Beside the title: a small button. */
  action?: ReactNode
  /** `SideBarLink`s. */
  children: ReactNode
}

/** A project and its rooms in the side bar: a heading and the list below it. */
export function SideBarGroup({ title, detail, action, children }: SideBarGroupProps) {
  const titleId = useId()
  return (
    <div role="group" aria-labelledby={titleId} className="side-bar-group">
      <div className="side-bar-group-head">
        <div className="side-bar-group-words">
          <h2 id={titleId}>{title}</h2>
          {detail !== undefined && <p>{detail}</p>}
        </div>
        {action}
      </div>
      <ul role="list">
        {Children.map(children, (link) => (
          <li>{link}</li>
        ))}
      </ul>
    </div>
  )
}
