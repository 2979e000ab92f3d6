import { parseScalabilityMode } from 'mediasoup'
import type { Producer, RtpParameters, WebRtcTransport } from 'mediasoup/types'
import type { Source, Stream } from '#protocol/meetings'
import { Refusal } from '#wire/refusal'
import { refusing } from './errors.ts'
import type { OfferedStream } from './media-engine.ts'
import { rtpParametersFrom } from './parameters.ts'

const MOST: Readonly<Record<Source, number>> = { microphone: 1, camera: 1, screen: 4, screenSound: 4 }
const KIND = { microphone: 'audio', camera: 'video', screen: 'video', screenSound: 'audio' } as const

/** A stream that arrives from a peer. */
export interface SentStream {
  readonly source: Source
  readonly screenId: string | undefined
  readonly producer: Producer
  /** Simulcast or spatial layers; 1 without. */
  readonly layers: number
}

/** What one peer sends. */
export class SentStreams {
  readonly #transport: WebRtcTransport
  readonly #streams = new Map<string, SentStream>()
  /** Sources whose producer is being made: they count before they are there. */
  readonly #coming: Pick<OfferedStream, 'source' | 'screenId'>[] = []

  constructor(transport: WebRtcTransport) {
    this.#transport = transport
  }

  get all(): SentStream[] {
    return [...this.#streams.values()]
  }

  present(): Stream[] {
    return this.all.map(({ source, screenId, producer }) => ({
      id: producer.id,
      source,
      on: !producer.paused,
      ...(screenId === undefined ? {} : { screenId }),
    }))
  }

  get(streamId: string): SentStream {
    const stream = this.#streams.get(streamId)
    if (!stream) throw new Refusal('not_found', 'no such stream')
    return stream
  }

  async add(offered: OfferedStream): Promise<SentStream> {
    const { source, screenId, on } = offered
    if (this.#transport.closed) throw new Refusal('gone', 'the peer is gone')
    this.#checkRoom(offered)
    const rtpParameters = checkedParameters(offered)
    const coming = { source, screenId }
    this.#coming.push(coming)
    try {
      const options = { kind: KIND[source], rtpParameters, paused: !on }
      const producer = await refusing(this.#transport, () => this.#transport.produce(options))
      if (screenId !== undefined && !this.#streams.has(screenId)) {
        producer.close()
        throw new Refusal('gone', 'the screen ended meanwhile')
      }
      const stream = { source, screenId, producer, layers: layersOf(producer, rtpParameters) }
      this.#streams.set(producer.id, stream)
      return stream
    } finally {
      this.#coming.splice(this.#coming.indexOf(coming), 1)
    }
  }

  /** Takes a stream out and closes it; a screen with its sound. What was taken out. */
  end(streamId: string): SentStream[] {
    const ended = [this.get(streamId), ...this.all.filter(({ screenId }) => screenId === streamId)]
    for (const { producer } of ended) {
      this.#streams.delete(producer.id)
      producer.close()
    }
    return ended
  }

  #checkRoom({ source, screenId }: OfferedStream): void {
    const taken = [...this.all, ...this.#coming]
    if (taken.filter((other) => other.source === source).length >= MOST[source]) {
      throw MOST[source] === 1
        ? new Refusal('conflict', `a ${source} is being sent already`)
        : new Refusal('too_many', `no more than ${MOST[source]} at once`)
    }
    if (source !== 'screenSound') {
      if (screenId !== undefined)
        throw new Refusal('invalid', 'only the sound of a screen has one', { field: 'screenId' })
      return
    }
    if (screenId === undefined || this.#streams.get(screenId)?.source !== 'screen') {
      throw new Refusal('invalid', 'sound of no screen', { field: 'screenId' })
    }
    if (taken.some((other) => other.screenId === screenId)) throw new Refusal('conflict', 'the screen has its sound')
  }
}

function checkedParameters({ source, rtpParameters }: OfferedStream): RtpParameters {
  const parameters = rtpParametersFrom(rtpParameters)
  const kind = KIND[source]
  const fits =
    parameters.codecs.every(({ mimeType }) => mimeType.startsWith(`${kind}/`)) &&
    (kind === 'video' || parameters.encodings?.length === 1)
  if (!fits) throw new Refusal('invalid', `no ${source}`, { field: 'rtpParameters' })
  return parameters
}

function layersOf({ type }: Producer, { encodings = [] }: RtpParameters): number {
  if (type === 'simulcast') return encodings.length
  if (type === 'svc') return parseScalabilityMode(encodings[0]?.scalabilityMode).spatialLayers
  return 1
}
