import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageChanged, RoomChanged, type Message, type MessagePage, type RoomSummary } from '#protocol/rooms'
import {
  applyCaughtUp,
  applyEvent,
  applyPage,
  applyReadMark,
  applyReset,
  applySnapshot,
  applySummary,
  MOST_UNREAD,
  newRoom,
  openedRoom,
  startLoading,
  startPage,
  type RoomEvent,
  type RoomState,
} from '../../client/features/rooms/model.ts'

const ME = 'me'
const PAGE = 5

/** What the server keeps of a room, as small as it can be. */
class Server {
  version = 1
  name = 'Technik'
  readSeq = 0
  readonly messages = new Map<number, Message>()
  #room: RoomEvent | undefined

  get summary(): RoomSummary {
    const { version, name, readSeq } = this
    const isUnread = ({ seq, author, body }: Message) => seq > readSeq && author.id !== ME && body !== null
    const unread = Math.min(MOST_UNREAD, this.#ordered().filter(isUnread).length)
    const rights = { post: true, meet: true, manage: false }
    return {
      id: 'room',
      projectId: 'project',
      name,
      visibility: 'open',
      archived: false,
      version,
      readSeq,
      unread,
      rights,
    }
  }

  page(before = Number.POSITIVE_INFINITY): MessagePage {
    const earlier = this.#ordered().filter(({ seq }) => seq < before)
    return { messages: earlier.slice(-PAGE), more: earlier.length > PAGE }
  }

  post(by = 'somebody'): RoomEvent {
    const seq = (this.version += 1)
    const author = { id: by, name: by, organisation: 'Olpe' }
    const postedAt = '2026-11-24T09:00:00.000Z'
    const clientId = `client-${seq}`
    const body = `text ${seq}`
    return this.#keep({
      id: `m-${seq}`,
      roomId: 'room',
      clientId,
      seq,
      version: seq,
      author,
      body,
      postedAt,
      editedAt: null,
    })
  }

  change(index: number, body: string | null): RoomEvent {
    const message = this.#ordered().at(index)
    if (!message) throw new Error('nothing to change')
    return this.#keep({ ...message, version: (this.version += 1), body: message.body === null ? null : body })
  }

  rename(name: string): RoomEvent {
    this.name = name
    const { id, projectId, visibility, archived } = this.summary
    this.#room = { name: RoomChanged.name, v: (this.version += 1), data: { id, projectId, name, visibility, archived } }
    return this.#room
  }

  /** What changed after a version, as its current state. */
  since(version: number): { version: number; events: RoomEvent[] } {
    const changed = this.#ordered().map((message) => ({ name: MessageChanged.name, v: message.version, data: message }))
    const events = [...changed, ...(this.#room ? [this.#room] : [])].filter(({ v }) => v > version)
    return { version: this.version, events: events.sort((a, b) => a.v - b.v) }
  }

  opened(): RoomState {
    return openedRoom(this.summary, this.page(), ME)
  }

  #ordered(): Message[] {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq)
  }

  #keep(message: Message): RoomEvent {
    this.messages.set(message.seq, message)
    return { name: MessageChanged.name, v: message.version, data: message }
  }
}

function serverWith(count: number): Server {
  const server = new Server()
  for (let i = 0; i < count; i += 1) server.post()
  return server
}

const bodies = ({ window }: RoomState) => window?.messages.map(({ body }) => body)
const seqs = ({ window }: RoomState) => window?.messages.map(({ seq }) => seq)

describe('a room on the screen', () => {
  it('ends as a fresh look at it would, by single events and by catching up', () => {
    const step = fc.oneof(
      fc.constant({ kind: 'post', by: 'somebody', at: 0 } as const),
      fc.constant({ kind: 'post', by: ME, at: 0 } as const),
      fc.record({ kind: fc.constantFrom('edit', 'delete', 'rename', 'miss', 'read'), at: fc.nat(9) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        // Few enough that the first page has everything, so that nothing depends on what was paged in.
        const server = serverWith(2)
        let state = server.opened()
        let isMissing = false
        for (const { kind, at, ...rest } of steps) {
          if (kind === 'miss') {
            isMissing = !isMissing
            if (!isMissing) state = applyCaughtUp(state, server.since(state.version))
            continue
          }
          if (kind === 'read') {
            server.readSeq = Math.max(server.readSeq, server.version - at)
            state = applyReadMark(state, server.readSeq, server.summary.unread)
            continue
          }
          const index = at % server.messages.size
          const event =
            kind === 'post'
              ? server.post('by' in rest ? rest.by : ME)
              : kind === 'rename'
                ? server.rename(`Raum ${at}`)
                : server.change(index, kind === 'delete' ? null : `neu ${at}`)
          if (!isMissing) state = applyEvent(state, event)
        }
        state = applyCaughtUp(state, server.since(state.version))
        const fresh = openedRoom(server.summary, { messages: [...server.messages.values()], more: false }, ME)
        expect(state).toEqual(fresh)
      }),
      { numRuns: 300 },
    )
  })

  it('gathers what comes while a snapshot is on its way', () => {
    const server = serverWith(8)
    let state = startLoading(newRoom(server.summary, ME))
    const [summary, page] = [server.summary, server.page()]
    state = applyEvent(state, server.change(-1, 'geändert'))
    state = applyEvent(state, server.post())
    state = applySnapshot(state, summary, page)
    expect(bodies(state)).toEqual(['text 5', 'text 6', 'text 7', 'text 8', 'geändert', 'text 11'])
    expect(state).toMatchObject({ version: 11, unread: 9 })
  })

  it('puts an earlier page above, with what changed in it meanwhile', () => {
    const server = serverWith(12)
    let state = server.opened()
    const before = state.window?.messages[0]?.seq ?? 0
    state = startPage(state)
    const page = server.page(before)
    state = applyEvent(state, server.change(3, null))
    state = applyPage(state, before, page)
    expect(seqs(state)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    expect(bodies(state)?.[1]).toBeNull()
    expect(applyPage(state, before, page)).toBe(state)
  })

  it('never shows an older state of a message again', () => {
    const server = serverWith(2)
    const late = server.since(0).events
    let state = applyEvent(server.opened(), server.change(0, 'neu'))
    state = applyCaughtUp(state, { version: server.version, events: late })
    expect(bodies(state)?.[0]).toBe('neu')
  })

  it('begins anew after a reset, also in another life of the installation with lower numbers', () => {
    const before = serverWith(9).opened()
    const restored = serverWith(3)
    let state = startLoading(applyReset(before))
    const [summary, page] = [restored.summary, restored.page()]
    state = applyEvent(state, restored.post())
    state = applySnapshot(state, summary, page)
    expect(seqs(state)).toEqual([2, 3, 4, 5])
    expect(applySummary(state, restored.summary)).toEqual(
      openedRoom(restored.summary, { messages: [...restored.messages.values()], more: false }, ME),
    )
  })
})

describe('unread', () => {
  it('counts each message of others once, and takes back what was deleted', () => {
    const server = serverWith(3)
    let state = newRoom(server.summary, ME)
    expect(state.unread).toBe(3)
    state = applyEvent(state, server.post())
    state = applyEvent(state, server.change(-1, 'geändert'))
    state = applyEvent(state, server.post(ME))
    state = applyEvent(state, server.change(0, null))
    expect(state).toMatchObject({ unread: 3, unreadIsSure: true })
  })

  it('is nothing once everything was read, here or elsewhere, and never goes backwards', () => {
    const server = serverWith(4)
    let state = applyReadMark(server.opened(), server.version)
    expect(state.unread).toBe(0)
    expect(applyReadMark(state, 2, 3)).toBe(state)
    state = applyEvent(state, server.post())
    expect(state.unread).toBe(1)
    expect(applySummary(state, { ...server.summary, readSeq: 0, unread: 5 }).unread).toBe(1)
  })

  it('asks the server where it stopped counting', () => {
    const server = serverWith(MOST_UNREAD + 20)
    let state = newRoom(server.summary, ME)
    state = applyEvent(state, server.post())
    expect(state).toMatchObject({ unread: MOST_UNREAD, unreadIsSure: true })
    state = applyEvent(state, server.change(0, null))
    expect(state.unreadIsSure).toBe(false)
    expect(applySummary(state, server.summary)).toMatchObject({ unread: MOST_UNREAD, unreadIsSure: true })
  })
})
