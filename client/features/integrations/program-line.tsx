import type { ReactNode } from 'react'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { texts } from './texts.ts'
import './integrations.css'

interface ProgramLineProps {
  name: string
  /** What it may, where, until when: a line each. */
  details: readonly string[]
  state?: ReactNode
  items: readonly MenuEntry[]
}

/** A token, a program or a hook in its list. */
export function ProgramLine({ name, details, state, items }: ProgramLineProps) {
  const t = useTexts(texts)
  return (
    <div className="program-line">
      <div className="program-line-words">
        <span className="program-line-name">{name}</span>
        {state}
        {details.map((detail) => (
          <span key={detail} className="program-line-detail">
            {detail}
          </span>
        ))}
      </div>
      <Menu label={t.more(name)} kind="quiet" hidesWord items={[...items]} />
    </div>
  )
}
