import { useEffect, useState } from 'react'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Soon } from '../../net/soon.ts'
import { Slot } from '../../shell/slot.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Composer } from './composer.tsx'
import { MessageList } from './message-list.tsx'
import { useOwnRooms, useRoom } from './own-rooms.ts'
import { texts } from './texts.ts'
import './room-stream.css'

/** What is written in a room, and where one writes: fills its place. Also beside a meeting. */
export default function RoomStream({ roomId }: { roomId: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const state = useRoom(roomId)
  const { failure, again } = useOpened(roomId, state !== undefined)
  if (!state) return null
  const { room, rights, window } = state
  return (
    <div className="room-stream">
      {window && (!window.isLoading || window.messages.length > 0) ? (
        <MessageList key={roomId} state={state} window={window} />
      ) : (
        <div className="room-stream-waiting">
          {failure === undefined ? (
            <Skeleton label={t.messagesWaiting} lines={6} />
          ) : (
            <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
              {refusalText(failure)}
            </Banner>
          )}
        </div>
      )}
      <Slot name="aboveComposer" roomId={roomId} />
      {rights.post && !room.archived ? (
        <Composer key={roomId} room={room} />
      ) : (
        <p className="composer-note">{room.archived ? t.archived : t.cannotPost}</p>
      )}
    </div>
  )
}

/** Reads the newest messages when the room is looked at; goes on trying while the server cannot be reached. */
function useOpened(roomId: string, isKnown: boolean): { failure: unknown; again: () => void } {
  const { rooms } = useOwnRooms()
  const [failure, setFailure] = useState<unknown>()
  useEffect(() => {
    if (!isKnown) return undefined
    const opening = new Soon(0, async () => {
      try {
        await rooms.open(roomId)
      } catch (error) {
        setFailure(error)
        throw error
      }
      setFailure(undefined)
    })
    opening.now()
    return () => opening.cancel()
  }, [rooms, roomId, isKnown])
  const again = () => {
    setFailure(undefined)
    rooms.open(roomId).catch(setFailure)
  }
  return { failure, again }
}
