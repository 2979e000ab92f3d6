import { useMemo, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../i18n/texts.ts'
import { BackIcon, MenuIcon } from '../ui/icons.ts'
import { Button } from '../ui/button.tsx'
import { SkipLinks } from '../ui/skip-links.tsx'
import { SideBar } from './side-bar.tsx'
import { Slot } from './slot.tsx'
import { texts } from './texts.ts'
import './app-frame.css'

/** Which of the areas a phone shows. On wide screens side bar and main are beside each other. */
type FrameView = 'sideBar' | 'main'

interface FrameState {
  view: FrameView
  showSideBar: () => void
  showMain: () => void
}

/** Side bar, main and, on demand, a panel; on a phone one at a time. */
export function AppFrame({ children }: { children: ReactNode }) {
  const t = useTexts(texts)
  const frame = useFrameState()
  const isSideBar = frame.view === 'sideBar'

  return (
    <>
      <SkipLinks
        links={[
          { to: 'main', text: t.skipToMain, onFollow: frame.showMain },
          { to: 'side-bar', text: t.skipToSideBar, onFollow: frame.showSideBar },
        ]}
      />
      <div className="app-frame" data-view={frame.view}>
        <div className="app-frame-above">
          <Slot name="above" />
        </div>
        <div className="app-frame-phone-bar">
          <Button
            kind="quiet"
            icon={isSideBar ? BackIcon : MenuIcon}
            onPress={isSideBar ? frame.showMain : frame.showSideBar}
          >
            {isSideBar ? t.closeOverview : t.overview}
          </Button>
        </div>
        <SideBar />
        <div className="app-frame-connection">
          <Slot name="connection" />
        </div>
        <div className="app-frame-main">{children}</div>
      </div>
    </>
  )
}

/**
 * Choosing the area by hand moves the focus there. Going to a page shows it at once, in the same drawing: what is hidden could
 * not take the focus.
 */
function useFrameState(): FrameState {
  const [path] = useLocation()
  const [chosen, choose] = useState<{ path: string; view: FrameView }>({ path, view: 'main' })
  const view = chosen.path === path ? chosen.view : 'main'
  return useMemo(
    () => ({
      view,
      showSideBar: () => {
        choose({ path, view: 'sideBar' })
        focusNext('side-bar')
      },
      showMain: () => {
        choose({ path, view: 'main' })
        focusNext('main')
      },
    }),
    [view, path],
  )
}

/** After the next frame, when the area has become visible: hidden elements take no focus. */
function focusNext(id: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.focus()))
}
