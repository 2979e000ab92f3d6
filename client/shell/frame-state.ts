import { createContext, use } from 'react'

/** Which of the areas a phone shows. On wide screens side bar and main are beside each other. */
export type FrameView = 'sideBar' | 'main'

export interface FrameState {
  view: FrameView
  showSideBar: () => void
  showMain: () => void
}

const withoutFrame: FrameState = { view: 'main', showSideBar: () => undefined, showMain: () => undefined }

export const FrameContext = createContext<FrameState>(withoutFrame)

/** The frame around the page. Outside of it (sign-in, meeting) there is nothing to switch. */
export function useFrame(): FrameState {
  return use(FrameContext)
}
