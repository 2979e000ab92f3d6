import { Store } from '../state/store.ts'

export type InputKind = 'microphone' | 'camera'
export type DeviceKind = InputKind | 'speaker'

export interface DeviceChoice {
  /** Empty for the browser's default before any permission was given. */
  id: string
  /** Empty until the browser may tell it. */
  name: string
}

/** `unknown`: this browser does not tell, only asking shows it. */
export type Permission = 'unknown' | 'prompt' | 'granted' | 'denied'

export interface Devices {
  readonly available: Readonly<Record<DeviceKind, readonly DeviceChoice[]>>
  /** What the person chose once, if it is plugged in; undefined: the browser's default. */
  readonly chosen: Readonly<Record<DeviceKind, DeviceChoice | undefined>>
  readonly permission: Readonly<Record<InputKind, Permission>>
  /** Whether the browser can play on another speaker than its default. */
  readonly canChooseSpeaker: boolean
}

const KIND_OF_INFO: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
}

/** What the registry needs of the browser. */
export interface DeviceSources {
  readonly media: MediaDevices | undefined
  readonly permissions: Permissions | undefined
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  readonly canChooseSpeaker: boolean
}

export function browserDeviceSources(): DeviceSources {
  return {
    // Both are absent on pages without TLS, whatever the types say.
    media: 'mediaDevices' in navigator ? navigator.mediaDevices : undefined,
    permissions: 'permissions' in navigator ? navigator.permissions : undefined,
    storage: localStorage,
    canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
  }
}

/** Knows the cameras, microphones and speakers, what was chosen among them, and what the browser allows. Captures nothing. */
export class DeviceRegistry {
  readonly #state: Store<Devices>
  readonly #sources: DeviceSources
  readonly #closing = new AbortController()

  constructor(sources: DeviceSources) {
    this.#sources = sources
    this.#state = new Store<Devices>({
      available: { microphone: [], camera: [], speaker: [] },
      chosen: { microphone: undefined, camera: undefined, speaker: undefined },
      permission: { microphone: 'unknown', camera: 'unknown' },
      canChooseSpeaker: sources.canChooseSpeaker,
    })
    sources.media?.addEventListener('devicechange', () => void this.refresh(), { signal: this.#closing.signal })
    void this.refresh()
    void this.#watchPermission('microphone')
    void this.#watchPermission('camera')
  }

  readonly read = (): Devices => this.#state.read()
  readonly subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener)

  /** Reads the list again: after a permission was given the browser tells names. */
  async refresh(): Promise<void> {
    const infos = await this.#sources.media?.enumerateDevices()
    if (!infos || this.#closing.signal.aborted) return
    const available = sortDevices(infos)
    this.#state.change((known) => ({ ...known, available, chosen: this.#chosenAmong(available) }))
  }

  /** Keeps the choice for the next visit; undefined: the browser's default again. */
  choose(kind: DeviceKind, device: DeviceChoice | undefined): void {
    this.#sources.storage.setItem(storageKey(kind), JSON.stringify(device ?? null))
    const { available, chosen } = this.#state.read()
    this.#state.change((known) => ({
      ...known,
      chosen: { ...chosen, [kind]: device && pickDevice(available[kind], device) },
    }))
  }

  /** What capturing has shown, where the browser does not tell by itself. */
  learnPermission(kind: InputKind, permission: Permission): void {
    const before = this.#state.read().permission
    if (before[kind] === permission) return
    this.#state.change((known) => ({ ...known, permission: { ...before, [kind]: permission } }))
  }

  close(): void {
    this.#closing.abort()
  }

  #chosenAmong(available: Devices['available']): Devices['chosen'] {
    const pick = (kind: DeviceKind) => {
      const remembered = readChoice(this.#sources.storage.getItem(storageKey(kind)))
      return remembered && pickDevice(available[kind], remembered)
    }
    return { microphone: pick('microphone'), camera: pick('camera'), speaker: pick('speaker') }
  }

  async #watchPermission(kind: InputKind): Promise<void> {
    const status = await this.#sources.permissions?.query({ name: kind }).catch(() => undefined)
    // Some browsers know the name and throw, or do not know it: asking the person will tell.
    if (!status || this.#closing.signal.aborted) return
    const learn = () => {
      this.learnPermission(kind, status.state)
      void this.refresh()
    }
    this.learnPermission(kind, status.state)
    status.addEventListener('change', learn, { signal: this.#closing.signal })
  }
}

/**
 * The device that was meant: the same id; else the same name, as ids change when site data are cleared; else none, which
 * means the browser's default.
 */
export function pickDevice(available: readonly DeviceChoice[], wanted: DeviceChoice): DeviceChoice | undefined {
  const sameName = (device: DeviceChoice) => wanted.name !== '' && device.name === wanted.name
  return available.find((device) => device.id === wanted.id) ?? available.find(sameName)
}

/** One list per kind, without the browser's doubles of its own default. */
export function sortDevices(
  infos: readonly Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>[],
): Devices['available'] {
  const lists: Record<DeviceKind, DeviceChoice[]> = { microphone: [], camera: [], speaker: [] }
  for (const { deviceId, kind, label } of infos) {
    if (deviceId === 'default' || deviceId === 'communications') continue
    lists[KIND_OF_INFO[kind]].push({ id: deviceId, name: label })
  }
  return lists
}

function storageKey(kind: DeviceKind): string {
  return `allmende.device.${kind}`
}

function readChoice(stored: string | null): DeviceChoice | undefined {
  if (stored === null) return undefined
  try {
    const value: unknown = JSON.parse(stored)
    return isChoice(value) ? value : undefined
  } catch {
    // Somebody else's value under our name: as if nothing had been chosen.
    return undefined
  }
}

function isChoice(value: unknown): value is DeviceChoice {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'name' in value &&
    typeof value.id === 'string' &&
    typeof value.name === 'string'
  )
}
