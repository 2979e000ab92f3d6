import type { Device } from 'mediasoup-client'
import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  ProducerOptions,
  RtpEncodingParameters,
  TransportOptions,
} from 'mediasoup-client/types'
import type { Source, TransportParameters } from '#protocol/meetings'

/** 180, 360 and 720 lines. Low to high, because browsers short of power give up the last ones first. */
const CAMERA_LAYERS: RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 160_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 2, maxBitrate: 450_000, scalabilityMode: 'L1T3' },
  { scaleResolutionDownBy: 1, maxBitrate: 1_700_000, scalabilityMode: 'L1T3' },
]
const SCREEN_LAYERS: RtpEncodingParameters[] = [{ maxBitrate: 3_000_000, scalabilityMode: 'L1T1' }]

/** Loads the media library and tells it what the server can; what it answers goes into `meetings.join`. */
export async function loadDevice(routerRtpCapabilities: Record<string, unknown>): Promise<Device> {
  const { Device } = await import('mediasoup-client')
  const device = await Device.factory()
  await device.load({ routerRtpCapabilities })
  return device
}

export function transportOptions(parameters: TransportParameters): TransportOptions {
  return {
    id: parameters.id,
    iceParameters: parameters.iceParameters as IceParameters,
    iceCandidates: parameters.iceCandidates as IceCandidate[],
    dtlsParameters: parameters.dtlsParameters as DtlsParameters,
  }
}

/** How each source is sent. The tracks belong to `LocalMedia`: nothing here stops or silences them. */
export function sendOptions(source: Source, track: MediaStreamTrack, streamId: string): ProducerOptions {
  const options = { track, streamId, stopTracks: false, disableTrackOnPause: false }
  switch (source) {
    case 'microphone':
      return { ...options, codecOptions: { opusFec: true, opusDtx: true, opusNack: true } }
    case 'screenSound':
      return { ...options, codecOptions: { opusFec: true, opusDtx: false, opusNack: true, opusStereo: true } }
    case 'camera':
      return { ...options, encodings: CAMERA_LAYERS, codecOptions: { videoGoogleStartBitrate: 800 } }
    case 'screen':
      return { ...options, encodings: SCREEN_LAYERS, codecOptions: { videoGoogleStartBitrate: 1500 } }
  }
}
