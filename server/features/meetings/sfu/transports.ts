import type { Router, WebRtcServer, WebRtcTransport } from 'mediasoup/types'
import type { TransportParameters } from '#protocol/meetings'
import { Refusal } from '#wire/refusal'
import { refusing } from './errors.ts'
import { dtlsParametersFrom } from './parameters.ts'

/** What is assumed of a line before it was measured, in bit/s: a camera at its middle layer and some voices. */
const FIRST_ESTIMATE = 1_000_000
/** A camera and a screen at their best; more is asked of nobody. */
const MOST_INCOMING = 9_000_000
/** A laptop may sleep for so long, in seconds, before its line counts as gone. */
const ICE_PATIENCE_S = 120

/** One way of a peer's media, a line of its own. */
export class Transport {
  readonly parameters: TransportParameters
  readonly inner: WebRtcTransport
  #connectedWith: string | undefined

  private constructor(inner: WebRtcTransport) {
    this.inner = inner
    const { id, iceParameters, iceCandidates, dtlsParameters } = inner
    this.parameters = {
      id,
      iceParameters: { ...iceParameters },
      iceCandidates: iceCandidates.map((candidate) => Object.assign({}, candidate)),
      dtlsParameters: { ...dtlsParameters },
    }
  }

  static async open(router: Router, webRtcServer: WebRtcServer): Promise<Transport> {
    const inner = await router.createWebRtcTransport({
      webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      iceConsentTimeout: ICE_PATIENCE_S,
      initialAvailableOutgoingBitrate: FIRST_ESTIMATE,
    })
    await inner.setMaxIncomingBitrate(MOST_INCOMING)
    return new Transport(inner)
  }

  get id(): string {
    return this.inner.id
  }

  /** The same parameters again are fine: the first answer may have been lost. */
  async connect(dtlsParameters: unknown): Promise<void> {
    const checked = dtlsParametersFrom(dtlsParameters)
    const text = JSON.stringify(checked)
    if (this.#connectedWith !== undefined) {
      if (this.#connectedWith === text) return
      throw new Refusal('conflict', 'connected already')
    }
    this.#connectedWith = text
    try {
      await refusing(this.inner, () => this.inner.connect({ dtlsParameters: checked }))
    } catch (error) {
      this.#connectedWith = undefined
      throw error
    }
  }

  async restartIce(): Promise<Record<string, unknown>> {
    const iceParameters = await refusing(this.inner, () => this.inner.restartIce())
    return { ...iceParameters }
  }

  close(): void {
    this.inner.close()
  }
}
