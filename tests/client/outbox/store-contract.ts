import type { OutboxStore } from '../../../client/features/rooms/outbox/store.ts'

/** A store by the person's name; asked twice for the same person it gives what another tab would have. */
export type OpenStore = (userId: string) => OutboxStore

/** What every store must do. Runs in Node and in a browser, so it brings its own way to complain. */
export const storeContract: Readonly<Record<string, (open: OpenStore) => Promise<void>>> = {
  'gives back what was added, in that order, whatever the clock says': async (open) => {
    const store = open('maria')
    await store.add(written('c', { writtenAt: 3 }))
    await store.add(written('a', { writtenAt: 1 }))
    await store.add(written('b', { writtenAt: 2 }))
    equal(await ids(store), ['c', 'a', 'b'])
    const [first] = await store.list()
    equal({ ...first, place: 0 }, { ...written('c', { writtenAt: 3 }), place: 0 })
  },
  'what two tabs add at the same time has one order, and places that grow': async (open) => {
    const [one, other] = [open('maria'), open('maria')]
    const adding = Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).add(written(`m${index}`)))
    const kept = await Promise.all(adding)
    const places = (await one.list()).map(({ place }) => place)
    equal(new Set(places).size, 20)
    equal(
      places,
      places.toSorted((a, b) => a - b),
    )
    equal(await ids(one), await ids(other))
    equal(
      kept.map(({ clientId }) => clientId),
      adding.map((_, index) => `m${index}`),
    )
  },
  'what is added in one tab has the order in which it was asked for': async (open) => {
    const store = open('maria')
    const names = Array.from({ length: 20 }, (_, index) => `m${index}`)
    await Promise.all(names.map((name) => store.add(written(name))))
    equal(await ids(store), names)
  },
  'places grow also when nothing is kept any more': async (open) => {
    const store = open('maria')
    const { place } = await store.add(written('a'))
    await store.forget(['a'])
    const next = await store.add(written('b'))
    equal(next.place > place, true)
  },
  'added twice it is one message and keeps its place': async (open) => {
    const store = open('maria')
    const first = await store.add(written('a'))
    await store.add(written('b'))
    const again = await store.add(written('a', { body: 'another text' }))
    equal(again, first)
    equal(await ids(store), ['a', 'b'])
  },
  'keeps why one was refused until it is tried once more, at the end': async (open) => {
    const store = open('maria')
    await store.add(written('a'))
    await store.add(written('b'))
    await store.refuse('a', 'forbidden')
    equal(
      (await store.list()).map(({ failure }) => failure),
      ['forbidden', undefined],
    )
    await store.again('a')
    equal(await ids(store), ['b', 'a'])
    await store.again('b')
    equal(await ids(store), ['b', 'a'])
    equal(
      (await store.list()).map(({ failure }) => failure),
      [undefined, undefined],
    )
  },
  'what is forgotten is not brought back by a refusal or another try': async (open) => {
    const store = open('maria')
    await store.add(written('a'))
    await store.add(written('b'))
    await store.forget(['a', 'never there'])
    await store.refuse('a', 'forbidden')
    await store.again('a')
    equal(await ids(store), ['b'])
  },
  'everybody has an outbox of their own': async (open) => {
    const [maria, jens] = [open('maria'), open('maria2')]
    await maria.add(written('a', { body: 'of Maria' }))
    await jens.add(written('a', { body: 'of Jens' }))
    await jens.forget(['a'])
    equal(
      (await maria.list()).map(({ body }) => body),
      ['of Maria'],
    )
    equal(await jens.list(), [])
  },
  'keeps every character': async (open) => {
    const store = open('maria')
    const body = 'Grüße 🙂\n\u0000\u2028 „Ende“ \ufffd'
    await store.add(written('a', { body }))
    equal(
      (await store.list()).map((message) => message.body),
      [body],
    )
  },
}

export function written(clientId: string, change: { body?: string; writtenAt?: number } = {}) {
  return { clientId, roomId: 'room', body: clientId, writtenAt: 0, ...change }
}

async function ids(store: OutboxStore): Promise<string[]> {
  return (await store.list()).map(({ clientId }) => clientId)
}

function equal(actual: unknown, expected: unknown): void {
  const [is, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (is !== wanted) throw new Error(`is ${is}, should be ${wanted}`)
}
