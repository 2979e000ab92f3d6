import { useSyncExternalStore } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { connection } from '../../net/server.ts'
import { useStore } from '../../state/store.ts'
import { HereIcon } from '../../ui/icons.ts'
import type { RoomPresence } from './room-presence.ts'
import { texts } from './texts.ts'
import { useSigns } from './use-sharing.ts'
import './presence.css'

/** Beside somebody of a room: that they are there. */
export function HereMark({ roomId, personId }: { roomId: string; personId: string }) {
  const own = useSigns()
  const { state } = useStore(connection.state)
  // Without a line nobody knows.
  if (own?.sharing.presence !== 'on' || (state !== 'connected' && state !== 'behind')) return null
  return <Mark presence={own.signs.presenceIn(roomId)} personId={personId} />
}

function Mark({ presence, personId }: { presence: RoomPresence; personId: string }) {
  const t = useTexts(texts)
  const isHere = useSyncExternalStore(presence.subscribe, () => presence.read().has(personId))
  if (!isHere) return null
  return (
    <span className="here-mark">
      <HereIcon className="icon" aria-hidden />
      {t.here}
    </span>
  )
}
