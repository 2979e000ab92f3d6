import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { captureAttempts, captureFailure } from '../../client/media/capture.ts'
import { pickDevice, sortDevices } from '../../client/media/devices.ts'
import { levelOf } from '../../client/media/levels.ts'
import { FIRST_JUDGEMENT, judge, type LineSample } from '../../client/media/quality.ts'
import { Reconciler } from '../../client/media/reconcile.ts'
import { differsEnough, TileReport, type TileSize } from '../../client/media/tile-report.ts'

describe('reconcile', () => {
  it('applies one wish at a time, and of those that came meanwhile only the last', async () => {
    const applied: number[] = []
    let running = 0
    const reconciler = new Reconciler<number>(async (wish) => {
      running += 1
      expect(running).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 5))
      applied.push(wish)
      running -= 1
    })
    await Promise.all([1, 2, 3, 4].map((wish) => reconciler.want(wish)))
    expect(applied).toEqual([1, 4])
  })

  it('goes on after a failure', async () => {
    const applied: number[] = []
    const reconciler = new Reconciler<number>(async (wish) => {
      if (wish === 1) throw new Error('no')
      applied.push(wish)
    })
    await expect(reconciler.want(1)).rejects.toThrow('no')
    await reconciler.want(2)
    expect(applied).toEqual([2])
  })

  it('does nothing more once closed', async () => {
    const applied: number[] = []
    const reconciler = new Reconciler<number>(async (wish) => void applied.push(wish))
    await reconciler.close()
    await reconciler.want(1)
    expect(applied).toEqual([])
  })
})

describe('devices', () => {
  const devices = [
    { id: 'a', name: 'Kamera am Gerät' },
    { id: 'b', name: 'Konferenzkamera' },
  ]

  it('finds the chosen one by its id, then by its name, and otherwise leaves it to the browser', () => {
    expect(pickDevice(devices, { id: 'b', name: 'Anders' })).toEqual(devices[1])
    expect(pickDevice(devices, { id: 'other', name: 'Konferenzkamera' })).toEqual(devices[1])
    expect(pickDevice(devices, { id: 'other', name: 'Fort' })).toBeUndefined()
    expect(pickDevice([{ id: 'x', name: '' }], { id: 'other', name: '' })).toBeUndefined()
  })

  it('lists each device once', () => {
    const lists = sortDevices([
      { deviceId: 'default', kind: 'audioinput', label: 'Standard' },
      { deviceId: 'm', kind: 'audioinput', label: 'Mikrofon' },
      { deviceId: 's', kind: 'audiooutput', label: 'Lautsprecher' },
    ])
    expect(lists).toEqual({
      microphone: [{ id: 'm', name: 'Mikrofon' }],
      camera: [],
      speaker: [{ id: 's', name: 'Lautsprecher' }],
    })
  })

  it('asks for the chosen device first and ends with no wishes at all', () => {
    const attempts = captureAttempts('microphone', 'm')
    expect(attempts).toHaveLength(3)
    expect(attempts[0]).toMatchObject({ audio: { deviceId: { exact: 'm' } } })
    expect(attempts[2]).toEqual({ audio: true })
  })

  it('names what went wrong', () => {
    const named = (name: string, message = '') => captureFailure(Object.assign(new Error(message), { name }))
    expect(named('NotAllowedError')).toBe('denied')
    expect(named('NotAllowedError', 'Permission denied by system')).toBe('system')
    expect(named('NotFoundError')).toBe('missing')
    expect(named('NotReadableError')).toBe('busy')
    expect(captureFailure('what')).toBe('unknown')
  })
})

describe('levels', () => {
  it('is 0 for silence, 1 for a raised voice, and grows between', () => {
    const constant = (value: number) => levelOf(new Float32Array(512).fill(value))
    expect(constant(0)).toBe(0)
    expect(constant(0.9)).toBe(1)
    expect(constant(0.01)).toBeGreaterThan(constant(0.003))
  })
})

describe('quality', () => {
  const good: LineSample = { loss: 0, roundTripMs: 30 }
  const lossy: LineSample = { loss: 0.3, roundTripMs: 30 }
  const after = (...samples: LineSample[]) => samples.reduce(judge, FIRST_JUDGEMENT).quality

  it('does not cry after one bad moment', () => {
    expect(after(lossy)).toBe('good')
    expect(after(lossy, good, lossy)).toBe('good')
  })

  it('says so after two, and takes it back only after three good ones', () => {
    expect(after(lossy, lossy)).toBe('bad')
    expect(after(lossy, lossy, good, good)).toBe('bad')
    expect(after(lossy, lossy, good, good, good)).toBe('good')
    expect(after({ loss: 0, roundTripMs: 500 }, { loss: 0.05, roundTripMs: 20 })).toBe('weak')
  })
})

describe('the tile report', () => {
  const tile = (consumerId: string, width: number): TileSize => ({
    consumerId,
    width,
    height: Math.round((width * 9) / 16),
  })

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('finds small changes not worth telling', () => {
    expect(differsEnough([tile('a', 400)], [tile('a', 440)])).toBe(false)
    expect(differsEnough([tile('a', 400)], [tile('a', 480)])).toBe(true)
    expect(differsEnough([tile('a', 400)], [])).toBe(true)
    expect(differsEnough([tile('a', 400)], [tile('b', 400)])).toBe(true)
  })

  it('tells once what changes together, never faster than every 200 ms', async () => {
    const reports: TileSize[][] = []
    const report = new TileReport(async (tiles) => void reports.push(tiles))
    report.show(tile('a', 100))
    report.show(tile('b', 100))
    report.show(tile('a', 640))
    await vi.advanceTimersByTimeAsync(199)
    expect(reports).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(reports).toEqual([[tile('a', 640), tile('b', 100)]])
    report.hide('b')
    await vi.advanceTimersByTimeAsync(200)
    expect(reports).toHaveLength(2)
  })

  it('tells all again when the server has forgotten', async () => {
    const reports: TileSize[][] = []
    const report = new TileReport(async (tiles) => void reports.push(tiles))
    report.show(tile('a', 100))
    await vi.advanceTimersByTimeAsync(200)
    report.startOver()
    await vi.advanceTimersByTimeAsync(200)
    expect(reports).toHaveLength(2)
  })
})
