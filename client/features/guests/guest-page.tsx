import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { useStore } from '../../state/store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { session } from '../auth/index.ts'
import { Door } from './door.tsx'
import { JoinAsYourself } from './join-as-yourself.tsx'
import { texts } from './texts.ts'
import { findPlace, guest, keepToken } from './visit.ts'
import { VisitOver } from './visit-over.tsx'
import { WaitingRoom } from './waiting-room.tsx'
import './guests.css'

/** Where a guest link leads: what is kept, a name, the waiting room, and the end. */
export default function GuestPage({ params }: PageProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const token = params['token']
  const [, navigate] = useLocation()
  const who = useStore(session)
  const state = useStore(guest)
  const isKnown = who.state !== 'waiting'

  useEffect(() => {
    if (token === undefined) return
    keepToken(token)
    // The link stays neither in the address nor in the history.
    navigate('/guest', { replace: true })
  }, [token, navigate])
  useEffect(() => {
    if (token === undefined && isKnown && guest.read().at === 'start') void findPlace()
  }, [token, isKnown])

  if (token !== undefined || !isKnown) return <Spinner label={t.waitingForLink} isCentred />
  switch (state.at) {
    case 'start':
      return <Spinner label={t.waitingForLink} isCentred />
    case 'failed':
      return (
        <Page title={t.title}>
          <Banner kind="warning">{refusalText(state.failure)}</Banner>
          <Button kind="primary" onPress={() => void findPlace()}>
            {t.tryAgain}
          </Button>
        </Page>
      )
    case 'door':
      return who.state === 'signedIn' ? (
        <JoinAsYourself name={who.me.name} roomId={state.roomId} />
      ) : (
        <Door organisation={state.organisation} />
      )
    case 'visit':
      return state.visit.state === 'waiting' || state.visit.state === 'admitted' ? (
        <WaitingRoom visit={state.visit} />
      ) : (
        <VisitOver why={state.visit.state} organisation={state.visit.organisation} />
      )
    case 'elsewhere':
    case 'left':
    case 'gone':
    case 'noLink':
      return <VisitOver why={state.at} />
    default:
      return state satisfies never
  }
}
