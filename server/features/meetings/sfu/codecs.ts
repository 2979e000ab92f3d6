import type { RouterRtpCodecCapability } from 'mediasoup/types'

const videoFeedback = [
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'goog-remb' },
  { type: 'transport-cc' },
]

function video(mimeType: string, parameters: Record<string, string | number> = {}): RouterRtpCodecCapability {
  return { kind: 'video', mimeType, clockRate: 90_000, parameters, rtcpFeedback: videoFeedback }
}

/**
 * What a meeting understands, in the order of preference. Every browser has Opus and VP8; the others are for senders whose
 * listeners all have them.
 */
export const ROUTER_CODECS: RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
    // Lost speech is sent again where there is time for it.
    rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
  },
  video('video/VP8'),
  video('video/VP9', { 'profile-id': 0 }),
  video('video/H264', { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 }),
  video('video/AV1'),
]
