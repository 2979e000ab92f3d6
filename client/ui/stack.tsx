import type { ReactNode } from 'react'
import './stack.css'

interface StackProps {
  /** Steps of the 4 px grid. */
  gap?: 1 | 2 | 3 | 4 | 6 | 8
  direction?: 'column' | 'row'
  children: ReactNode
}

/** Things below each other, or beside each other and wrapping, with the same distance. */
export function Stack({ gap = 4, direction = 'column', children }: StackProps) {
  return <div className={`stack stack-${direction} stack-gap-${gap}`}>{children}</div>
}
