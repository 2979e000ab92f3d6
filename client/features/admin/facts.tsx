import type { ReactNode } from 'react'
import { ErrorIcon, SuccessIcon, WaitingIcon, type Icon } from '../../ui/icons.ts'
import './admin.css'

/** Name and state of some parts, one below the other. Give it `Fact`s. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="admin-facts">{children}</dl>
}

export type FactState = 'good' | 'waiting' | 'bad'

interface FactProps {
  name: string
  /** Icon and word agree; without, the value is no state. */
  state?: FactState
  /** The state or figure itself, in words. */
  value: string
  detail?: string | undefined
}

const ICONS: Readonly<Record<FactState, Icon>> = { good: SuccessIcon, waiting: WaitingIcon, bad: ErrorIcon }

export function Fact({ name, state, value, detail }: FactProps) {
  const Shape = state && ICONS[state]
  return (
    <div className="admin-fact">
      <dt>{name}</dt>
      <dd className={state && `admin-fact-${state}`}>
        {Shape && <Shape className="icon" aria-hidden />}
        <span>
          {value}
          {detail !== undefined && <span className="admin-fact-detail">{detail}</span>}
        </span>
      </dd>
    </div>
  )
}
