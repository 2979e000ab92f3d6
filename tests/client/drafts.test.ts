import { expect, test } from 'vitest'
import { Drafts } from '../../client/features/rooms/drafts.ts'

function draftsWith(text: string) {
  const local = new Map<string, string>()
  const drafts = new Drafts(
    {
      read: (key) => local.get(key),
      write: (key, value) => void local.set(key, value),
      forget: (key) => void local.delete(key),
      keys: () => [],
    },
    'maria',
  )
  drafts.write('room', text)
  const kept: string[] = []
  const waiting: (() => void)[] = []
  const keep = (body: string) => {
    kept.push(body)
    return new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { drafts, local, kept, waiting, send: () => drafts.send('room', keep) }
}

test('the text stands in its place until it is safe elsewhere', async () => {
  const { drafts, local, kept, waiting, send } = draftsWith(' Guten Tag\n')
  const sending = send()
  expect(kept).toEqual(['Guten Tag'])
  expect([drafts.read('room'), local.size]).toEqual([' Guten Tag\n', 1])
  waiting[0]?.()
  await sending
  expect([drafts.read('room'), local.size]).toEqual(['', 0])
})

test('sending twice in a hurry sends once; what was written meanwhile stays, and can be sent', async () => {
  const { drafts, kept, waiting, send } = draftsWith('eins')
  const first = send()
  await send()
  expect(kept).toEqual(['eins'])
  drafts.write('room', 'eins zwei')
  const second = send()
  expect(kept).toEqual(['eins', 'zwei'])
  drafts.write('room', 'eins zwei drei')
  waiting[0]?.()
  await first
  expect(drafts.read('room')).toBe(' zwei drei')
  waiting[1]?.()
  await second
  expect(drafts.read('room')).toBe(' drei')
})

test('another text written over the one on its way is not touched', async () => {
  const { drafts, waiting, send } = draftsWith('eins')
  const sending = send()
  drafts.write('room', 'zwei')
  waiting[0]?.()
  await sending
  expect(drafts.read('room')).toBe('zwei')
})

test('a text that is kept as a message already is no draft any more', () => {
  const { drafts } = draftsWith('eins ')
  drafts.forgetKept([{ roomId: 'room', body: 'zwei' }])
  expect(drafts.read('room')).toBe('eins ')
  drafts.forgetKept([{ roomId: 'room', body: 'eins' }])
  expect(drafts.read('room')).toBe('')
})
