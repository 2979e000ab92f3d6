import { expect, test } from 'vitest'
import type { Message, React } from '#protocol/rooms'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { OwnReactions, shownReactions } from '../../client/features/rooms/reactions.ts'

const ME = 'me'
const TARGET = { id: 'message', roomId: 'room' }

function message(version: number, reactions: Message['reactions'] = []): Message {
  return {
    ...TARGET,
    clientId: 'client',
    seq: 1,
    version,
    author: { id: 'other', name: 'Other', organisation: null },
    body: 'Moin',
    postedAt: '2026-11-24T09:00:00.000Z',
    editedAt: null,
    reactions,
  }
}

interface Asked {
  input: InputOf<typeof React>
  answer: (version: number) => Promise<void>
  refuse: (error: Error) => Promise<void>
}

/** One person's reactions; the test is the server and the page. */
function person(shown: { version: number | undefined } = { version: 1 }) {
  const asked: Asked[] = []
  const own = new OwnReactions({
    react: (input) =>
      new Promise((resolve, reject) => {
        const settled = () => new Promise<void>((then) => setTimeout(then))
        asked.push({
          input,
          answer: (version) => (resolve(message(version)), settled()),
          refuse: (error) => (reject(error), settled()),
        })
      }),
    versionOf: () => shown.version,
  })
  const see = (known: Message) =>
    shownReactions(known, own.wanted.read().get(known.id), ME).map(({ emoji, people, isMine, isUnderWay }) =>
      [emoji, people.length, isMine && 'mine', isUnderWay && 'under way'].filter(Boolean).join(' '),
    )
  return { asked, own, see, shown }
}

test('a press is shown at once, until everybody has been told, and is then what everybody sees', async () => {
  const { asked, own, see, shown } = person()
  const before = message(1, [{ emoji: '👍', people: ['other'] }])
  const done = Promise.all([own.set(TARGET, '👍', true), own.set(TARGET, '🎉', true)])
  expect(see(before)).toEqual(['👍 2 mine under way', '🎉 1 mine under way'])
  expect(asked.map(({ input }) => input)).toEqual([
    { roomId: 'room', messageId: 'message', emoji: '👍', on: true },
    { roomId: 'room', messageId: 'message', emoji: '🎉', on: true },
  ])
  // The answer overtakes the event.
  await asked[0]?.answer(2)
  await asked[1]?.answer(3)
  await done
  expect(see(before)).toEqual(['👍 2 mine under way', '🎉 1 mine under way'])

  const first = message(2, [{ emoji: '👍', people: ['other', ME] }])
  shown.version = 2
  own.arrived([first])
  expect(see(first)).toEqual(['👍 2 mine', '🎉 1 mine under way'])
  const both = message(3, [...first.reactions, { emoji: '🎉', people: [ME] }])
  own.arrived([both])
  expect(see(both)).toEqual(['👍 2 mine', '🎉 1 mine'])
  expect(own.wanted.read().size).toBe(0)
})

test('withdrawing the only one takes the emoji away', async () => {
  const { asked, own, see } = person({ version: 4 })
  const before = message(3, [{ emoji: '👍', people: [ME] }])
  const done = own.set(TARGET, '👍', false)
  expect(see(before)).toEqual([])
  // The event was here before the answer.
  own.arrived([message(4)])
  await asked[0]?.answer(4)
  await done
  expect(own.wanted.read().size).toBe(0)
})

test('whoever changes their mind while it is under way: the last wish is told last, and only once', async () => {
  const { asked, own, see } = person()
  const first = own.set(TARGET, '👍', true)
  await Promise.all([own.set(TARGET, '👍', false), own.set(TARGET, '👍', true), own.set(TARGET, '👍', false)])
  expect(asked).toHaveLength(1)
  expect(see(message(1))).toEqual([])
  await asked[0]?.answer(2)
  expect(asked.map(({ input }) => input.on)).toEqual([true, false])
  // Everybody, this person too, is told the first wish: it is not theirs any more.
  expect(see(message(2, [{ emoji: '👍', people: [ME] }]))).toEqual([])
  await asked[1]?.answer(3)
  await first
  expect(asked).toHaveLength(2)
  expect(see(message(3))).toEqual([])
})

test('what is refused is as it was before, and is said', async () => {
  const { asked, own, see } = person()
  const before = message(1, [{ emoji: '❤️', people: ['other'] }])
  const refused = expect(own.set(TARGET, '❤️', true)).rejects.toMatchObject({ code: 'gone' })
  await asked[0]?.refuse(new Refusal('gone'))
  await refused
  expect(see(before)).toEqual(['❤️ 1'])
  const again = own.set(TARGET, '❤️', true)
  await asked[1]?.answer(2)
  await again
})

test('what was so already is not under way', () => {
  const known = message(2, [{ emoji: '👀', people: [ME] }])
  expect(shownReactions(known, new Map([['👀', { on: true, toldAt: null }]]), ME)).toEqual([
    { emoji: '👀', people: [ME], isMine: true, isUnderWay: false },
  ])
})
