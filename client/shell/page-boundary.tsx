import { Component, type ReactNode } from 'react'
import { BrokenPage } from './broken-page.tsx'

interface State {
  isBroken: boolean
}

/** Catches what a page throws while it is drawn (React asks for a class), and says so in its place. */
export class PageBoundary extends Component<{ children: ReactNode }, State> {
  override readonly state: State = { isBroken: false }

  static getDerivedStateFromError(): State {
    return { isBroken: true }
  }

  override render(): ReactNode {
    return this.state.isBroken ? <BrokenPage /> : this.props.children
  }
}
