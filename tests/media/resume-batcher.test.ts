import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ResumeBatcher } from '../../server/features/meetings/sfu/resume-batcher.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function makeConsumers(count: number, resumed: string[]) {
  return Array.from({ length: count }, (_, index) => ({
    resume: async () => void resumed.push(String(index)),
  }))
}

test('who comes within the window is resumed together, each once', () => {
  const resumed: string[] = []
  const batcher = new ResumeBatcher()
  const consumers = makeConsumers(3, resumed)
  for (const consumer of consumers) {
    batcher.add('stream', consumer, false)
    batcher.add('stream', consumer, false)
    vi.advanceTimersByTime(30)
  }
  expect(resumed).toEqual([])
  vi.advanceTimersByTime(100)
  expect(resumed).toEqual(['0', '1', '2'])
  for (const consumer of consumers) batcher.add('stream', consumer, false)
  batcher.close()
  vi.advanceTimersByTime(1_000)
  expect(resumed.length).toBe(3)
})

test('who watches alone waits for nobody, streams do not wait for each other', () => {
  const resumed: string[] = []
  const batcher = new ResumeBatcher()
  const [first, second] = makeConsumers(2, resumed)
  if (!first || !second) throw new Error('none')
  batcher.add('one', first, true)
  expect(resumed).toEqual(['0'])
  batcher.add('two', second, false)
  vi.advanceTimersByTime(200)
  expect(resumed).toEqual(['0', '1'])
})
