import type { InputKind } from './devices.ts'

/**
 * Why nothing could be captured. `denied`: by the person or the browser; `system`: by the operating system; `busy`: another
 * program has the device; `missing`: none is plugged in; `lost`: it was unplugged; `insecure`: the page came without TLS.
 */
export type CaptureFailure = 'denied' | 'system' | 'busy' | 'missing' | 'lost' | 'insecure' | 'unknown'

export class CaptureError extends Error {
  readonly failure: CaptureFailure

  constructor(failure: CaptureFailure, cause?: unknown) {
    super(`Capturing failed: ${failure}`, { cause })
    this.name = 'CaptureError'
    this.failure = failure
  }
}

const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 24, max: 30 },
}
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: { ideal: 1 },
}

/**
 * Asks for one camera or microphone: first the chosen device as wished, then any, then without wishes, as some built-in
 * microphones refuse them. Throws `CaptureError`; a denial is not asked twice.
 */
export async function captureInput(kind: InputKind, deviceId: string | undefined): Promise<MediaStreamTrack> {
  if (!('mediaDevices' in navigator)) throw new CaptureError('insecure')
  let failure = new CaptureError('unknown')
  for (const attempt of captureAttempts(kind, deviceId)) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(attempt)
      const [track] = stream.getTracks()
      if (track) return track
    } catch (error) {
      failure = new CaptureError(captureFailure(error), error)
      if (failure.failure === 'denied' || failure.failure === 'system') throw failure
    }
  }
  throw failure
}

/** What is asked of the browser, in order, until one works. */
export function captureAttempts(kind: InputKind, deviceId: string | undefined): MediaStreamConstraints[] {
  const wishes = kind === 'camera' ? CAMERA : MICROPHONE
  const asked = (constraints: MediaTrackConstraints | true) =>
    kind === 'camera' ? { video: constraints } : { audio: constraints }
  const any = [asked(wishes), asked(true)]
  return deviceId ? [asked({ ...wishes, deviceId: { exact: deviceId } }), ...any] : any
}

/** Names what a rejected `getUserMedia` or `getDisplayMedia` means. */
export function captureFailure(error: unknown): CaptureFailure {
  if (!(error instanceof Error)) return 'unknown'
  switch (error.name) {
    case 'NotAllowedError':
      return /system/i.test(error.message) ? 'system' : 'denied'
    case 'SecurityError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'unknown'
  }
}
