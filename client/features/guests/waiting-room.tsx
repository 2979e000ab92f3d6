import { useEffect } from 'react'
import { useLocation } from 'wouter'
import type { Visit } from '#protocol/guests'
import { useTexts } from '../../i18n/texts.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { CloseIcon, WaitingIcon } from '../../ui/icons.ts'
import { Sheet } from './sheet.tsx'
import { texts } from './texts.ts'
import { endVisit } from './visit.ts'

/** Nothing of the meeting is to be seen here; it goes on by itself once somebody has let the guest in. */
export function WaitingRoom({ visit: { name, state } }: { visit: Visit }) {
  const t = useTexts(texts)
  const [, navigate] = useLocation()
  const isAdmitted = state === 'admitted'

  useEffect(() => {
    if (!isAdmitted) return
    announce(t.admitted)
    navigate('/guest/meeting', { replace: true })
  }, [isAdmitted, navigate, t])

  return (
    <Sheet key={state} title={isAdmitted ? t.admitted : t.waiting}>
      <p className="guest-waiting">
        <WaitingIcon className="icon" aria-hidden />
        <span>{t.waitingText(name)}</span>
      </p>
      <p>{t.waitingSafe}</p>
      <Button icon={CloseIcon} onPress={() => void endVisit()}>
        {t.stopWaiting}
      </Button>
    </Sheet>
  )
}
