import { useEffect, useRef } from 'react'
import type { RemoteTrack } from '../../media/receiving.ts'
import type { Call } from './call.ts'

/** Somebody's camera or screen. While it is on screen, the server is told how large. */
export function RemotePicture({ call, remote }: { call: Call; remote: RemoteTrack }) {
  const element = useVideo(remote.track)
  const { consumerId } = remote
  useEffect(() => {
    const video = element.current
    if (!video) return undefined
    let isSeen = true
    const tell = () => {
      if (!isSeen || document.hidden) return call.session.tiles.hide(consumerId)
      const { width, height } = video.getBoundingClientRect()
      call.session.tiles.show({ consumerId, width: devicePixels(width), height: devicePixels(height) })
    }
    const size = new ResizeObserver(tell)
    const sight = new IntersectionObserver(([entry]) => {
      isSeen = entry?.isIntersecting ?? true
      tell()
    })
    size.observe(video)
    sight.observe(video)
    document.addEventListener('visibilitychange', tell)
    return () => {
      size.disconnect()
      sight.disconnect()
      document.removeEventListener('visibilitychange', tell)
      call.session.tiles.hide(consumerId)
    }
  }, [call, consumerId, element])
  return <video ref={element} muted autoPlay playsInline data-peer={remote.peerId} data-source={remote.source} />
}

/** One's own camera, as in a mirror. */
export function OwnPicture({ track }: { track: MediaStreamTrack }) {
  const element = useVideo(track)
  return <video ref={element} className="own-picture" muted autoPlay playsInline data-source="camera" />
}

function useVideo(track: MediaStreamTrack) {
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (element.current) element.current.srcObject = new MediaStream([track])
  }, [track])
  return element
}

function devicePixels(length: number): number {
  return Math.round(length * window.devicePixelRatio)
}
