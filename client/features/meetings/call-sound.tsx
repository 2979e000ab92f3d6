import { useEffect, useRef } from 'react'
import type { RemoteTrack } from '../../media/receiving.ts'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'

/** Plays everybody's sound wherever one walks in the app. */
export function CallSound({ call }: { call: Call }) {
  const { tracks } = useObservable(call.session.state)
  return tracks
    .filter(({ track }) => track.kind === 'audio')
    .map((remote) => <Sound key={remote.consumerId} call={call} remote={remote} />)
}

function Sound({ call, remote }: { call: Call; remote: RemoteTrack }) {
  const element = useRef<HTMLAudioElement>(null)
  const { chosen, canChooseSpeaker } = useObservable(call.media.devices)
  const isBlocked = useObservable(call.soundIsBlocked)
  const speakerId = chosen.speaker?.id ?? ''

  useEffect(() => {
    const audio = element.current
    if (!audio) return
    if (audio.srcObject === null) audio.srcObject = new MediaStream([remote.track])
    if (isBlocked) return
    audio.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotAllowedError') call.soundIsBlocked.set(true)
    })
  }, [call, remote.track, isBlocked])
  useEffect(() => {
    // A speaker that was unplugged meanwhile: the browser goes on with its default.
    if (canChooseSpeaker) element.current?.setSinkId(speakerId).catch(() => undefined)
  }, [canChooseSpeaker, speakerId])

  // oxlint-disable-next-line jsx-a11y/media-has-caption -- people speak: there is nothing written beforehand
  return <audio ref={element} data-peer={remote.peerId} data-source={remote.source} />
}
