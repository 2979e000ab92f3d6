import { useEffect, type ReactNode } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { SheetFrame } from '../../shell/sheet-frame.tsx'
import { useStore } from '../../state/store.ts'
import { Banner } from '../../ui/banner.tsx'
import { findSession, session, watchSession } from './session.ts'
import { texts } from './texts.ts'

/** Finds out who is signed in and keeps watching; says so when the server cannot be asked. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { state } = useStore(session)
  useEffect(() => {
    void findSession()
    return watchSession()
  }, [])
  return state === 'unreachable' ? <Unreachable /> : children
}

function Unreachable() {
  const t = useTexts(texts)
  return (
    <SheetFrame>
      <Page title={t.unreachable}>
        <Banner kind="warning">{t.unreachableText}</Banner>
      </Page>
    </SheetFrame>
  )
}
