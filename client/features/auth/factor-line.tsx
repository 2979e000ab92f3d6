import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { SuccessIcon, type Icon } from '../../ui/icons.ts'
import { securityTexts } from './security-texts.ts'
import './security.css'

interface FactorLineProps {
  icon: Icon
  title: string
  text: string
  isOn?: boolean
  /** What one can do with it. */
  children: ReactNode
}

export function FactorLine({ icon: Shape, title, text, isOn = false, children }: FactorLineProps) {
  const t = useTexts(securityTexts)
  return (
    <div className="factor-line">
      <Shape className="icon" aria-hidden />
      <div className="factor-line-words">
        <h3>
          {title}
          {isOn && (
            <span className="factor-line-on">
              <SuccessIcon className="icon" aria-hidden />
              {t.on}
            </span>
          )}
        </h3>
        <p>{text}</p>
      </div>
      <div className="factor-line-end">{children}</div>
    </div>
  )
}
