import { useEffect } from 'react'
import { useLocation } from 'wouter'
import type { Visit } from '#protocol/guests'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { usePageTitle } from '../../shell/page-title.ts'
import { useStore } from '../../state/store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { session } from '../auth/index.ts'
import { MeetingView, useCalls, useCallsState } from '../meetings/index.ts'
import { joining, joinMeeting } from './joining.ts'
import { texts } from './texts.ts'
import { endVisit, findPlace, guest } from './visit.ts'
import './guests.css'

/** The meeting, for a guest who was let in. Everything else about the visit is said on its sheet. */
export default function GuestMeetingPage() {
  const t = useTexts(texts)
  const [, navigate] = useLocation()
  const { state: who } = useStore(session)
  const state = useStore(guest)
  const isKnown = who !== 'waiting'
  const isStart = state.at === 'start'
  const visit = state.at === 'visit' && state.visit.state === 'admitted' ? state.visit : undefined

  useEffect(() => {
    if (isKnown && isStart) void findPlace()
  }, [isKnown, isStart])
  useEffect(() => {
    if (!isStart && !visit) navigate('/guest', { replace: true })
  }, [isStart, visit, navigate])

  return visit ? <InMeeting visit={visit} /> : <Spinner label={t.entering} isCentred />
}

function InMeeting({ visit }: { visit: Visit }) {
  const t = useTexts(texts)
  const calls = useCalls()
  const { current } = useCallsState()
  const attempt = useStore(joining)
  const isWanted = !current && attempt.state === 'idle'

  useEffect(() => {
    if (isWanted) void joinMeeting(calls, visit)
  }, [isWanted, calls, visit])

  function leave() {
    calls.leave()
    void endVisit()
  }

  if (current) return <MeetingView call={current} visit={{ title: t.meetingOf(visit.organisation), onLeave: leave }} />
  if (attempt.state === 'failed') return <NotEntered failure={attempt.failure} onLeave={leave} />
  return <Spinner label={attempt.state === 'preparing' ? t.preparing : t.entering} isCentred />
}

function NotEntered({ failure, onLeave }: { failure: unknown; onLeave: () => void }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  usePageTitle(t.notEntered)
  return (
    <main className="guest-not-entered" id="main">
      <h1>{t.notEntered}</h1>
      <Banner kind="warning">{refusalText(failure)}</Banner>
      <div className="guest-actions">
        <Button kind="primary" onPress={() => joining.set({ state: 'idle' })}>
          {t.tryAgain}
        </Button>
        <Button onPress={onLeave}>{t.stopWaiting}</Button>
      </div>
    </main>
  )
}
