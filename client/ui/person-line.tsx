import type { ReactNode } from 'react'
import { Avatar } from './avatar.tsx'
import './person-line.css'

interface PersonLineProps {
  id: string
  name: string
  /** Their photo, where the list tells it. */
  picture?: string | null
  /** Organisation, address, role: what tells them from others. */
  detail?: string | undefined
  /** Quiet words beside the name: "Sie". */
  note?: string | undefined
  /** What holds at this moment, beside the detail: coming and going it moves nothing. */
  state?: ReactNode
  /** What one can do with the line, at its end. */
  children?: ReactNode
}

/** Somebody in a list of people. */
export function PersonLine({ id, name, picture, detail, note, state, children }: PersonLineProps) {
  return (
    <div className="person-line">
      <Avatar id={id} name={name} {...(picture === undefined ? {} : { picture })} />
      <div className="person-line-words">
        <span className="person-line-name">
          {name}
          {note !== undefined && <span className="person-line-note"> ({note})</span>}
        </span>
        <span className="person-line-details">
          {detail !== undefined && <span className="person-line-detail">{detail}</span>}
          {state}
        </span>
      </div>
      {children !== undefined && <div className="person-line-end">{children}</div>}
    </div>
  )
}
