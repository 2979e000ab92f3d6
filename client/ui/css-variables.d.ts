import 'react'

declare module 'react' {
  // The few numbers that components hand to their css.
  interface CSSProperties {
    '--text-area-rows'?: number
    '--text-area-max-rows'?: number
    '--progress'?: string
  }
}
