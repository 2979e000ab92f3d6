import type { ActiveSpeakerObserver, Producer } from 'mediasoup/types'

/** Who speaks, from the levels that microphones write into their packets. Nothing is decoded. */
export class ActiveSpeaker {
  readonly #observer: ActiveSpeakerObserver
  readonly #changed: (peerId: string | null) => void
  readonly #speakers = new Map<string, string>()
  #speaking: string | null = null

  constructor(observer: ActiveSpeakerObserver, changed: (peerId: string | null) => void) {
    this.#observer = observer
    this.#changed = changed
    observer.on('dominantspeaker', ({ producer }) => {
      const peerId = this.#speakers.get(producer.id)
      if (peerId !== undefined) this.#set(peerId)
    })
  }

  get peerId(): string | null {
    return this.#speaking
  }

  /** A microphone that is on. Taken out while it is off, so that it can be noticed anew. */
  async add(microphone: Producer, peerId: string): Promise<void> {
    if (this.#speakers.has(microphone.id) || microphone.closed) return
    this.#speakers.set(microphone.id, peerId)
    await this.#observer.addProducer({ producerId: microphone.id })
  }

  async remove(microphone: Producer): Promise<void> {
    const peerId = this.#speakers.get(microphone.id)
    if (peerId === undefined) return
    this.#speakers.delete(microphone.id)
    if (peerId === this.#speaking) this.#set(null)
    // A closed producer has left the observer by itself.
    if (!microphone.closed && !this.#observer.closed) {
      await this.#observer.removeProducer({ producerId: microphone.id })
    }
  }

  #set(peerId: string | null): void {
    if (peerId === this.#speaking) return
    this.#speaking = peerId
    this.#changed(peerId)
  }
}
