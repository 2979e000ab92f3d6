import { captureFailure, CaptureError } from './capture.ts'

export type Surface = 'monitor' | 'window' | 'browser'

/** A screen, window or tab that is being shared, with its sound where the browser gave it. */
export interface SharedScreen {
  /** Made here; only this browser knows it. */
  readonly id: string
  readonly picture: MediaStreamTrack
  readonly sound: MediaStreamTrack | null
  /** Undefined where the browser does not tell. */
  readonly surface: Surface | undefined
}

/** Options browsers know and TypeScript's list does not yet. */
interface DisplayWishes extends DisplayMediaStreamOptions {
  selfBrowserSurface: 'exclude'
  surfaceSwitching: 'include'
  systemAudio: 'include' | 'exclude'
  windowAudio: 'window' | 'exclude'
}

interface SoundWishes extends MediaTrackConstraints {
  restrictOwnAudio: boolean
}

export function canShareScreen(): boolean {
  return 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices
}

/**
 * Lets the person choose what to share. Undefined when they chose nothing. Throws `CaptureError` for anything else.
 *
 * Sound is taken only where the voices of this very meeting cannot come back with it: a tab's or window's own sound, or the
 * whole system's when the browser takes our own sound out (`restrictOwnAudio`). In doubt the share is silent.
 */
export async function shareScreen(): Promise<SharedScreen | undefined> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(displayWishes())
    const [picture] = stream.getVideoTracks()
    if (!picture) throw new CaptureError('unknown')
    picture.contentHint = 'detail'
    return { id: crypto.randomUUID(), picture, sound: soundWithoutEcho(stream), surface: surfaceOf(picture) }
  } catch (error) {
    if (error instanceof CaptureError) throw error
    const failure = captureFailure(error)
    if (failure === 'denied') return undefined
    throw new CaptureError(failure, error)
  }
}

export function stopScreen({ picture, sound }: SharedScreen): void {
  picture.stop()
  sound?.stop()
}

function displayWishes(): DisplayWishes {
  const canRestrict = canRestrictOwnAudio()
  const sound: SoundWishes = {
    restrictOwnAudio: true,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  }
  return {
    video: { frameRate: { ideal: 15, max: 30 }, width: { max: 2560 }, height: { max: 1600 } },
    audio: sound,
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
    systemAudio: canRestrict ? 'include' : 'exclude',
    windowAudio: canRestrict ? 'window' : 'exclude',
  }
}

function canRestrictOwnAudio(): boolean {
  return 'restrictOwnAudio' in navigator.mediaDevices.getSupportedConstraints()
}

function soundWithoutEcho(stream: MediaStream): MediaStreamTrack | null {
  const [sound] = stream.getAudioTracks()
  const [picture] = stream.getVideoTracks()
  if (!sound || !picture) return null
  const settings = sound.getSettings()
  const ownIsLeftOut = 'restrictOwnAudio' in settings && settings.restrictOwnAudio === true
  if (ownIsLeftOut || surfaceOf(picture) === 'browser') {
    sound.contentHint = 'music'
    return sound
  }
  sound.stop()
  stream.removeTrack(sound)
  return null
}

function surfaceOf(picture: MediaStreamTrack): Surface | undefined {
  const { displaySurface } = picture.getSettings()
  return displaySurface === 'monitor' || displaySurface === 'window' || displaySurface === 'browser'
    ? displaySurface
    : undefined
}
