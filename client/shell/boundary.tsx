import { Component, type ReactNode } from 'react'

interface BoundaryProps {
  /** Stands in the place of what broke. */
  fallback: ReactNode
  children: ReactNode
}

interface State {
  isBroken: boolean
}

/** Catches what is thrown below while it is loaded or drawn (React asks for a class): the rest goes on. */
export class Boundary extends Component<BoundaryProps, State> {
  override readonly state: State = { isBroken: false }

  static getDerivedStateFromError(): State {
    return { isBroken: true }
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.fallback : this.props.children
  }
}
