import { beforeEach, describe, expect, it } from 'vitest'
import { CaptureError } from '../../client/media/capture.ts'
import { DeviceRegistry, type DeviceChoice } from '../../client/media/devices.ts'
import { Input } from '../../client/media/input.ts'

class Track extends EventTarget implements MediaStreamTrack {
  readonly id = crypto.randomUUID()
  readonly kind = 'audio'
  readonly label = ''
  readonly muted = false
  contentHint = ''
  enabled = true
  readyState: MediaStreamTrackState = 'live'
  onended = null
  onmute = null
  onunmute = null

  stop() {
    this.readyState = 'ended'
  }

  /** As when the device is pulled out. */
  lose() {
    this.stop()
    this.dispatchEvent(new Event('ended'))
  }

  clone() {
    return new Track()
  }

  async applyConstraints() {}
  getCapabilities = () => ({})
  getConstraints = () => ({})
  getSettings = () => ({})
}

function registry(): DeviceRegistry {
  const stored = new Map<string, string>()
  return new DeviceRegistry({
    media: undefined,
    permissions: undefined,
    canChooseSpeaker: false,
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
  })
}

describe('one’s own microphone', () => {
  let asked: (string | undefined)[]
  let tracks: Track[]
  let failure: CaptureError | undefined
  let microphone: Input

  beforeEach(() => {
    asked = []
    tracks = []
    failure = undefined
    microphone = new Input('microphone', registry(), async (_kind, deviceId) => {
      asked.push(deviceId)
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (failure) throw failure
      const track = new Track()
      tracks.push(track)
      return track
    })
  })

  it('captures nothing before it is switched on', () => {
    expect(asked).toEqual([])
    expect(microphone.read()).toEqual({ state: 'off', track: null, failure: null })
  })

  it('releases the device when it is switched off', async () => {
    await microphone.want(true)
    expect(microphone.read()).toMatchObject({ state: 'on', track: tracks[0] })
    await microphone.want(false)
    expect(microphone.read()).toMatchObject({ state: 'off', track: null })
    expect(tracks[0]?.readyState).toBe('ended')
  })

  it('keeps a silent track in a meeting, silent before the promise settles', async () => {
    microphone.holdsMuted = true
    await microphone.want(true)
    const off = microphone.want(false)
    expect(tracks[0]).toMatchObject({ enabled: false, readyState: 'live' })
    await off
    await microphone.want(true)
    expect(tracks).toHaveLength(1)
    expect(tracks[0]?.enabled).toBe(true)
  })

  it('ends as it was pressed last, with nothing left open', async () => {
    await Promise.all([microphone.want(true), microphone.want(false), microphone.want(true), microphone.want(false)])
    expect(microphone.read()).toMatchObject({ state: 'off', track: null })
    expect(tracks.every(({ readyState }) => readyState === 'ended')).toBe(true)
  })

  it('says why it failed, and can be tried again', async () => {
    failure = new CaptureError('busy')
    await microphone.want(true)
    expect(microphone.read()).toMatchObject({ state: 'failed', failure: 'busy' })
    failure = undefined
    await microphone.want(true)
    expect(microphone.read()).toMatchObject({ state: 'on', failure: null })
  })

  it('goes on with another device when its own is pulled out', async () => {
    await microphone.want(true)
    tracks[0]?.lose()
    await expect.poll(() => tracks.length === 2 && microphone.read().track === tracks[1]).toBe(true)
    expect(microphone.read().state).toBe('on')
  })

  it('says that the device is gone when there is no other', async () => {
    await microphone.want(true)
    failure = new CaptureError('missing')
    tracks[0]?.lose()
    await expect.poll(() => microphone.read().failure).toBe('lost')
    expect(microphone.read().track).toBeNull()
  })

  it('is not switched on again by a device that is pulled out while it is off', async () => {
    microphone.holdsMuted = true
    await microphone.want(true)
    await microphone.want(false)
    tracks[0]?.lose()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(asked).toHaveLength(1)
    expect(microphone.read()).toMatchObject({ state: 'off', track: null })
  })
})

describe('the choice of a device', () => {
  it('is kept for the next visit', () => {
    const stored = new Map<string, string>()
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    }
    const sources = { media: undefined, permissions: undefined, canChooseSpeaker: true, storage }
    const device: DeviceChoice = { id: 'one', name: 'Headset' }
    new DeviceRegistry(sources).choose('microphone', device)
    expect([...stored.values()].map((value): unknown => JSON.parse(value))).toEqual([device])
  })
})
