import type { DeviceRegistry } from './devices.ts'
import { Input } from './input.ts'
import { Store } from '../state/store.ts'
import { shareScreen, stopScreen, type SharedScreen } from './screen.ts'

/**
 * Everything this person gives: microphone, camera, screens. Made on the page before joining and handed into the meeting, so
 * that no device is ever opened twice.
 */
export class LocalMedia {
  readonly devices: DeviceRegistry
  readonly microphone: Input
  readonly camera: Input
  readonly screens = new Store<readonly SharedScreen[]>([])

  constructor(devices: DeviceRegistry) {
    this.devices = devices
    this.microphone = new Input('microphone', devices)
    this.camera = new Input('camera', devices)
  }

  /** Asks what to share. False when the person chose nothing. Throws `CaptureError`. */
  async addScreen(): Promise<boolean> {
    const screen = await shareScreen()
    if (!screen) return false
    screen.picture.addEventListener('ended', () => this.removeScreen(screen.id))
    this.screens.set([...this.screens.read(), screen])
    return true
  }

  /** Also called when the person stops in the browser's own bar. */
  removeScreen(id: string): void {
    const screen = this.screens.read().find((one) => one.id === id)
    if (!screen) return
    this.screens.set(this.screens.read().filter((one) => one !== screen))
    stopScreen(screen)
  }

  /** Tells of any change of any source. */
  subscribe(listener: () => void): () => void {
    const stops = [this.microphone, this.camera, this.screens].map((source) => source.subscribe(listener))
    return () => stops.forEach((stop) => stop())
  }

  /** Releases every device. */
  async close(): Promise<void> {
    for (const screen of this.screens.read()) this.removeScreen(screen.id)
    await Promise.all([this.microphone.close(), this.camera.close()])
  }
}
