import { useEffect } from 'react'
import { AdmitGuests, GuestsChanged, ListGuests, PutOutGuest, type Guest, type GuestLink } from '#protocol/guests'
import { refusalText } from '../../i18n/refusals.ts'
import { call, subscribe } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { showToast } from '../../ui/toaster.tsx'

/** Whoever waits and closes their browser says nothing: the list is read again now and then. */
const AGAIN_MS = 20_000

export interface Guests {
  waiting: readonly Guest[]
  admitted: readonly Guest[]
  links: readonly GuestLink[]
  again: () => void
}

const NOBODY = { waiting: [], admitted: [], links: [] }

/** The guests of a meeting one moderates, always current. */
export function useGuests(meetingId: string): Guests {
  const { reading, again } = useRead(ListGuests, { meetingId })
  const known = reading.state === 'ready' ? reading.value : NOBODY
  const somebodyWaits = known.waiting.length > 0

  useEffect(
    () =>
      subscribe(`guests:${meetingId}`, null, {
        onEvent: ({ name }) => {
          if (name === GuestsChanged.name) again()
        },
        onCaughtUp: again,
      }),
    [meetingId, again],
  )
  useEffect(() => {
    if (!somebodyWaits) return undefined
    const timer = setInterval(again, AGAIN_MS)
    return () => clearInterval(timer)
  }, [somebodyWaits, again])

  return { ...known, again }
}

export async function admit(meetingId: string, guests: readonly Guest[]): Promise<void> {
  try {
    await call(AdmitGuests, { meetingId, guestIds: guests.map(({ id }) => id) })
  } catch (error) {
    showToast(refusalText(error), 'error')
  }
}

export async function putOut(meetingId: string, guestId: string): Promise<void> {
  await call(PutOutGuest, { meetingId, guestId })
}
