import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TransportGuard } from '../../client/media/transport-guard.ts'

type State = 'new' | 'connecting' | 'connected' | 'failed' | 'disconnected' | 'closed'

class Transport {
  connectionState: State = 'new'
  #tell: (state: State) => void = () => undefined

  on(_event: 'connectionstatechange', listener: (state: State) => void) {
    this.#tell = listener
  }

  become(state: State) {
    this.connectionState = state
    this.#tell(state)
  }
}

describe('the guard of a transport', () => {
  const network = new EventTarget()
  let transport: Transport
  let restartIce: ReturnType<typeof vi.fn<() => Promise<void>>>
  let giveUp: ReturnType<typeof vi.fn<() => void>>
  let line: boolean[]
  let guard: TransportGuard

  beforeEach(() => {
    vi.useFakeTimers()
    transport = new Transport()
    restartIce = vi.fn<() => Promise<void>>(async () => undefined)
    giveUp = vi.fn<() => void>()
    line = []
    guard = new TransportGuard(
      transport,
      { restartIce, giveUp, onChange: (isConnected) => line.push(isConnected) },
      network,
    )
  })

  afterEach(() => {
    guard.close()
    vi.useRealTimers()
  })

  it('lets a short break heal by itself', async () => {
    transport.become('connected')
    transport.become('disconnected')
    await vi.advanceTimersByTimeAsync(900)
    transport.become('connected')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(restartIce).not.toHaveBeenCalled()
    expect(line).toEqual([true, false, true])
  })

  it('restarts ICE after a second, at once when it has failed or the network is back', async () => {
    transport.become('disconnected')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(restartIce).toHaveBeenCalledTimes(1)
    transport.become('failed')
    await vi.advanceTimersByTimeAsync(0)
    expect(restartIce).toHaveBeenCalledTimes(2)
    network.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(restartIce).toHaveBeenCalledTimes(3)
  })

  it('has nothing to restart before the first media', async () => {
    network.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(restartIce).not.toHaveBeenCalled()
  })

  it('gives up once when restarting does not help, also while the server cannot be asked', async () => {
    restartIce.mockRejectedValue(new Error('offline'))
    transport.become('failed')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(restartIce).toHaveBeenCalledTimes(4)
    expect(giveUp).toHaveBeenCalledTimes(1)
  })

  it('counts anew after it was connected', async () => {
    transport.become('failed')
    await vi.advanceTimersByTimeAsync(9_000)
    transport.become('connected')
    transport.become('failed')
    await vi.advanceTimersByTimeAsync(9_000)
    expect(giveUp).not.toHaveBeenCalled()
  })
})
