import { lazy, Suspense, type ComponentType, type ReactNode } from 'react'
import { Redirect, Route as Path, Switch as FirstOf, useLocation, useSearch } from 'wouter'
import { useTexts } from '../i18n/texts.ts'
import { Spinner } from '../ui/spinner.tsx'
import { AppFrame } from './app-frame.tsx'
import { Boundary } from './boundary.tsx'
import { BrokenPage } from './broken-page.tsx'
import type { Area, Feature, Gate, PageProps } from './feature.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { SheetFrame } from './sheet-frame.tsx'
import { texts } from './texts.ts'
import './meeting-frame.css'

interface Page {
  path: string
  area: Area
  Component: ComponentType<PageProps>
}

/** Makes the component that shows every page of these features in the frame of its area, behind the gate. */
export function createPages(features: readonly Feature[]): ComponentType {
  const pages = features.flatMap(pagesOf)
  const inFrame = pages.filter((page) => page.area === 'app')
  const outside = pages.filter((page) => page.area !== 'app')
  const useGate = features.find((feature) => feature.useGate)?.useGate ?? useOpenGate

  return function Pages() {
    const gate = useGate()
    return (
      <FirstOf>
        {outside.map((page) => (
          <Path key={page.path} path={page.path}>
            {(params) => (
              <Admitted gate={gate} area={page.area}>
                <OutsideFrame area={page.area}>
                  <page.Component params={params} />
                </OutsideFrame>
              </Admitted>
            )}
          </Path>
        ))}
        <Path>
          <Admitted gate={gate} area="app">
            <AppFrame>
              <InFrame pages={inFrame} />
            </AppFrame>
          </Admitted>
        </Path>
      </FirstOf>
    )
  }
}

function InFrame({ pages }: { pages: readonly Page[] }) {
  return (
    <Shown>
      <FirstOf>
        {pages.map((page) => (
          <Path key={page.path} path={page.path}>
            {(params) => <page.Component params={params} />}
          </Path>
        ))}
        <Path>
          <NotFoundPage />
        </Path>
      </FirstOf>
    </Shown>
  )
}

function OutsideFrame({ area, children }: { area: Area; children: ReactNode }) {
  if (area === 'meeting' || area === 'openMeeting') {
    return (
      <div className="always-dark meeting-frame">
        <Shown>{children}</Shown>
      </div>
    )
  }
  return (
    <SheetFrame>
      <Shown>{children}</Shown>
    </SheetFrame>
  )
}

/** Shows a page once its code is there; a page that breaks does not take the frame with it. */
function Shown({ children }: { children: ReactNode }) {
  const t = useTexts(texts)
  const [path] = useLocation()
  return (
    <Boundary key={path} fallback={<BrokenPage />}>
      <Suspense fallback={<Spinner label={t.pageWaiting} isCentred />}>{children}</Suspense>
    </Boundary>
  )
}

/** Sends people to where they may be: to the sign-in with a way back, or from it to where they wanted to go. */
function Admitted({ gate, area, children }: { gate: Gate; area: Area; children: ReactNode }) {
  const t = useTexts(texts)
  const [path] = useLocation()
  const search = useSearch()
  if (area === 'open' || area === 'openMeeting') return children
  switch (gate.state) {
    case 'waiting':
      return <Spinner label={t.waiting} isCentred />
    case 'signedOut':
      return area === 'signedOut' ? children : <Redirect to={withNext(gate.signInPath, path, search)} replace />
    case 'signedIn':
      return area === 'signedOut' ? (
        <Redirect to={ownPath(new URLSearchParams(search).get('next'))} replace />
      ) : (
        children
      )
  }
}

function withNext(signInPath: string, path: string, search: string): string {
  const wanted = search === '' ? path : `${path}?${search}`
  return wanted === '/' ? signInPath : `${signInPath}?next=${encodeURIComponent(wanted)}`
}

/** Only a path of this installation: a link must not be able to send anybody elsewhere after the sign-in. */
function ownPath(next: string | null): string {
  if (next === null) return '/'
  const target = URL.parse(next, location.origin)
  // Resolved, `/..//host` is a path that a browser reads as another host.
  const isOwn = target?.origin === location.origin && !target.pathname.startsWith('//')
  return isOwn ? target.pathname + target.search : '/'
}

function pagesOf(feature: Feature): Page[] {
  return (feature.routes ?? []).map(({ path, area, load }) => ({ path, area, Component: lazy(load) }))
}

/** Without a feature that knows about people everything is open. */
function useOpenGate(): Gate {
  return { state: 'signedIn' }
}
