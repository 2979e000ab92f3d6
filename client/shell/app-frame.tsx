import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../i18n/texts.ts'
import { BackIcon, MenuIcon } from '../ui/icons.ts'
import { Button } from '../ui/button.tsx'
import { SkipLinks } from '../ui/skip-links.tsx'
import { FrameContext, type FrameState, type FrameView } from './frame-state.ts'
import { SideBar } from './side-bar.tsx'
import { Slot } from './slot.tsx'
import { texts } from './texts.ts'
import './app-frame.css'

/** Side bar, main and, on demand, a panel; on a phone one at a time. */
export function AppFrame({ children }: { children: ReactNode }) {
  const t = useTexts(texts)
  const frame = useFrameState()
  const isSideBar = frame.view === 'sideBar'

  return (
    <FrameContext value={frame}>
      <SkipLinks
        links={[
          { to: 'main', text: t.skipToMain },
          { to: 'side-bar', text: t.skipToSideBar },
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
    </FrameContext>
  )
}

/** Going to a page shows it; choosing the area by hand moves the focus there. */
function useFrameState(): FrameState {
  const [path] = useLocation()
  const [view, setView] = useState<FrameView>('main')
  const shownPath = useRef(path)
  useEffect(() => {
    if (shownPath.current === path) return
    shownPath.current = path
    setView('main')
  }, [path])
  return useMemo(
    () => ({
      view,
      showSideBar: () => {
        setView('sideBar')
        focusNext('side-bar')
      },
      showMain: () => {
        setView('main')
        focusNext('main')
      },
    }),
    [view],
  )
}

/** After the next frame, when the area has become visible: hidden elements take no focus. */
function focusNext(id: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.focus()))
}
