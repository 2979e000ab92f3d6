import { CaptureError, captureInput, type CaptureFailure } from './capture.ts'
import type { DeviceRegistry, InputKind } from './devices.ts'
import { Store } from '../state/store.ts'
import { Reconciler } from './reconcile.ts'

/** A camera or microphone as it is. `track` may be there while `state` is `off`: a muted microphone stays open. */
export interface InputState {
  readonly state: 'off' | 'starting' | 'on' | 'failed'
  readonly track: MediaStreamTrack | null
  readonly failure: CaptureFailure | null
}

type Capture = (kind: InputKind, deviceId: string | undefined) => Promise<MediaStreamTrack>

interface Wish {
  on: boolean
  deviceId: string | undefined
}

/**
 * One's own camera or microphone. Nothing is captured before `want(true)`. Off releases the device, except for a microphone
 * while `holdsMuted`: it keeps its silent track, so that the first word after unmuting is not lost.
 */
export class Input {
  readonly kind: InputKind
  holdsMuted = false
  readonly #devices: DeviceRegistry
  readonly #capture: Capture
  readonly #state = new Store<InputState>({ state: 'off', track: null, failure: null })
  readonly #reconciler = new Reconciler<Wish>((wish) => this.#bringAbout(wish))
  readonly #stopWatchingChoice: () => void
  #wanted = false
  /** What was asked for when the present track was captured. */
  #askedDeviceId: string | undefined
  /** The device went away while it was in use, and no other has taken over yet. */
  #hasLost = false

  constructor(kind: InputKind, devices: DeviceRegistry, capture: Capture = captureInput) {
    this.kind = kind
    this.#devices = devices
    this.#capture = capture
    this.#stopWatchingChoice = devices.subscribe(() => this.#followChoice())
  }

  readonly read = (): InputState => this.#state.read()
  readonly subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener)

  /** Switches on or off; off takes effect before this returns. Resolves when the wish, or a later one, is settled. */
  want(on: boolean): Promise<void> {
    this.#wanted = on
    this.#hasLost = false
    const { track, state } = this.#state.read()
    if (on) {
      if (state !== 'on') this.#state.change((known) => ({ ...known, state: 'starting', failure: null }))
    } else {
      if (track) track.enabled = false
      this.#state.change((known) => ({ ...known, state: 'off', failure: null }))
    }
    return this.#reconciler.want({ on, deviceId: this.#chosenId() })
  }

  /** What it gives cannot be used: it goes off and says so. */
  async giveUp(): Promise<void> {
    await this.want(false)
    this.#state.change((known) => ({ ...known, state: 'failed', failure: 'unknown' }))
  }

  async close(): Promise<void> {
    this.#stopWatchingChoice()
    this.#wanted = false
    await this.#reconciler.close()
    this.#release()
    this.#state.set({ state: 'off', track: null, failure: null })
  }

  async #bringAbout({ on, deviceId }: Wish): Promise<void> {
    if (!on) {
      if (!this.holdsMuted) this.#release()
      return
    }
    const { track } = this.#state.read()
    if (track?.readyState === 'live' && this.#askedDeviceId === deviceId) {
      track.enabled = true
      this.#state.change((known) => ({ ...known, state: 'on' }))
      return
    }
    try {
      await this.#start(deviceId)
    } catch (error) {
      const failure = error instanceof CaptureError ? error.failure : 'unknown'
      this.#fail(failure === 'missing' && this.#hasLost ? 'lost' : failure)
    }
  }

  async #start(deviceId: string | undefined): Promise<void> {
    // Some systems open a device only once: the old track goes before the new one comes.
    this.#release()
    const track = await this.#capture(this.kind, deviceId)
    if (this.#reconciler.isOvertaken && !this.#wanted) {
      track.stop()
      return
    }
    this.#askedDeviceId = deviceId
    this.#hasLost = false
    track.addEventListener('ended', () => this.#onEnded(track))
    this.#devices.learnPermission(this.kind, 'granted')
    this.#state.set({ state: 'on', track, failure: null })
    await this.#devices.refresh()
  }

  /** The device was unplugged or taken away: another one takes over where there is one. */
  #onEnded(track: MediaStreamTrack): void {
    if (this.#state.read().track !== track) return
    this.#release()
    if (!this.#wanted) return
    this.#state.change((known) => ({ ...known, state: 'starting' }))
    this.#hasLost = true
    void this.#devices.refresh().then(() => this.#reconciler.want({ on: true, deviceId: this.#chosenId() }))
  }

  #fail(failure: CaptureFailure): void {
    if (failure === 'denied') this.#devices.learnPermission(this.kind, 'denied')
    if (!this.#wanted) return
    this.#wanted = false
    this.#state.set({ state: 'failed', track: null, failure })
  }

  #followChoice(): void {
    const { state } = this.#state.read()
    if (state !== 'on' || this.#askedDeviceId === this.#chosenId()) return
    void this.#reconciler.want({ on: true, deviceId: this.#chosenId() })
  }

  #chosenId(): string | undefined {
    return this.#devices.read().chosen[this.kind]?.id
  }

  #release(): void {
    const { track } = this.#state.read()
    if (!track) return
    this.#state.change((known) => ({ ...known, track: null }))
    track.stop()
  }
}
