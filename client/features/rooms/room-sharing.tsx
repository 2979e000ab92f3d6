import { useId, useState } from 'react'
import { ReadRoomSharing, ShareRoom } from '#protocol/rooms'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Switch } from '../../ui/switch.tsx'
import { texts } from './texts.ts'

interface RoomSharingProps {
  roomId: string
  /** How often the room's people changed. */
  changes: number
}

/** With which firms the room is shared; nothing where no firm takes part. */
export function RoomSharing({ roomId, changes }: RoomSharingProps) {
  const t = useTexts(texts)
  const titleId = useId()
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ReadRoomSharing, { roomId }, changes)
  const [failure, setFailure] = useState<unknown>()
  if (reading.state !== 'ready' || reading.value.length === 0) return null

  async function share(organisationId: string, on: boolean) {
    setFailure(undefined)
    try {
      await call(ShareRoom, { roomId, organisationId, on })
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      again()
    }
  }

  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>{t.firms}</h3>
      <p className="room-people-hint">{t.firmsHint}</p>
      {reading.value.map(({ id, name, shared }) => (
        <Switch key={id} isSelected={shared} onChange={(on) => void share(id, on)}>
          {name}
        </Switch>
      ))}
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
    </section>
  )
}
