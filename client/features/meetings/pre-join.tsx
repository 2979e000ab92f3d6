import { useEffect, useState } from 'react'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { browserDeviceSources, DeviceRegistry } from '../../media/devices.ts'
import { LocalMedia } from '../../media/local-media.ts'
import { usePageTitle } from '../../shell/page-title.ts'
import { announce } from '../../ui/announcer.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { BackIcon, CameraIcon, WaitingIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { useRoomName } from '../rooms/index.ts'
import { useCalls, useCallsState } from './calls-context.tsx'
import { DeviceChoice } from './device-choice.tsx'
import { MediaNotReady } from './media-not-ready.tsx'
import { roomPath } from './paths.ts'
import { Preview } from './preview.tsx'
import { texts } from './texts.ts'
import { useHeadingFocus } from './use-heading-focus.ts'
import { WhoIsThere } from './who-is-there.tsx'
import './pre-join.css'

/** Before joining: one looks at oneself, tries the devices, and decides. Nothing is captured before it is pressed. */
export function PreJoin({ roomId }: { roomId: string }) {
  const t = useTexts(texts)
  const heading = useHeadingFocus()
  const roomName = useRoomName(roomId)
  const media = usePreviewMedia()
  const { media: mediaState, running, current } = useCallsState()
  const calls = useCalls()
  usePageTitle(t.preJoin.title, roomName)

  useEffect(() => {
    if (mediaState?.state === 'ready') void calls.prepare().catch(() => undefined)
  }, [calls, mediaState])

  return (
    <main className="pre-join" id="main">
      <header className="pre-join-head">
        <LinkButton kind="quiet" size="small" icon={BackIcon} to={roomPath(roomId)}>
          {t.backToRoom}
        </LinkButton>
        <p className="pre-join-room">{roomName}</p>
        <h1 ref={heading} tabIndex={-1}>
          {t.preJoin.title}
        </h1>
      </header>
      {media && (
        <div className="pre-join-columns">
          <Preview media={media} />
          <div className="pre-join-side">
            {mediaState?.state === 'ready' && <WhoIsThere meeting={running.get(roomId)} />}
            {current && <Banner kind="info">{t.preJoin.otherMeeting}</Banner>}
            {mediaState?.state === 'ready' ? (
              <JoinButton roomId={roomId} media={media} />
            ) : (
              <MediaNotReady state={mediaState} />
            )}
            <p className="pre-join-explanation">{t.preJoin.explanation}</p>
            <DeviceChoice media={media} />
          </div>
        </div>
      )}
    </main>
  )
}

function JoinButton({ roomId, media }: { roomId: string; media: LocalMedia }) {
  const t = useTexts(texts)
  const calls = useCalls()
  const refusalText = useRefusalText()
  const [isJoining, setJoining] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function join() {
    if (isJoining) return
    setJoining(true)
    setFailure(undefined)
    try {
      await calls.join(roomId, media)
      announce(t.announce.joined)
    } catch (error) {
      setFailure(error)
      setJoining(false)
    }
  }

  return (
    <>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <Button kind="primary" isWide icon={isJoining ? WaitingIcon : CameraIcon} onPress={() => void join()}>
        {isJoining ? t.preJoin.joining : t.join}
      </Button>
    </>
  )
}

/** Devices for this page; they go along into the meeting, and are released when one goes back. */
function usePreviewMedia(): LocalMedia | null {
  const calls = useCalls()
  useEffect(() => calls.tryOut(new LocalMedia(new DeviceRegistry(browserDeviceSources()))), [calls])
  return useCallsState().preview
}
