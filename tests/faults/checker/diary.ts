import type { RunRecord } from '../record.ts'

type Of<T extends RunRecord['t']> = Extract<RunRecord, { t: T }>

export type RoomRecord = Of<'follow'> | Of<'change'> | Of<'caughtUp'>

export interface Span {
  from: number
  to: number
}

/** Everything written down of one person's client, in the order it happened. */
export class Diary {
  readonly userId: string
  readonly who: number
  readonly states: Of<'state'>[] = []
  readonly lines: Of<'line'>[] = []
  readonly sockets: Of<'socket'>[] = []
  /** By room. */
  readonly rooms = new Map<string, RoomRecord[]>()
  #end = 0
  #connected: (Span & { before: number })[] | undefined

  constructor(userId: string, who: number) {
    this.userId = userId
    this.who = who
  }

  add(record: RunRecord): void {
    this.#end = Math.max(this.#end, record.at)
    switch (record.t) {
      case 'state':
        this.states.push(record)
        return
      case 'line':
        this.lines.push(record)
        return
      case 'socket':
        this.sockets.push(record)
        return
      case 'follow':
      case 'change':
      case 'caughtUp': {
        const known = this.rooms.get(record.room)
        if (known) known.push(record)
        else this.rooms.set(record.room, [record])
        return
      }
      case 'arrived':
      case 'call':
      case 'signedOut':
      case 'broken':
        return
      default:
        record satisfies never
    }
  }

  get end(): number {
    return this.#end
  }

  /** Milliseconds in (from, to] in which the client said that everything it shows is current. */
  connectedWithin(from: number, to: number): number {
    return this.#connectedUntil(to) - this.#connectedUntil(from)
  }

  /** When, from a moment on, the client has a line that carries. */
  openFrom(at: number): number | undefined {
    const isOpen = ({ state }: Of<'state'>) => state === 'connected' || state === 'behind'
    const before = this.states.findLast((entry) => entry.at <= at)
    return before && isOpen(before) ? at : this.states.find((entry) => entry.at > at && isOpen(entry))?.at
  }

  /** When the client had a socket at one of the cluster's nodes. */
  socketsAt(node: number): Span[] {
    const spans: Span[] = []
    let openSince: number[] = []
    for (const record of this.sockets) {
      if (record.node !== node) continue
      if (record.state === 'open') openSince.push(record.at)
      else {
        const [from, ...others] = openSince
        if (from !== undefined) spans.push({ from, to: record.at })
        openSince = others
      }
    }
    return [...spans, ...openSince.map((from) => ({ from, to: this.#end }))]
  }

  #connectedUntil(at: number): number {
    const spans = this.#spans()
    let low = 0
    let high = spans.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((spans[middle]?.from ?? 0) < at) low = middle + 1
      else high = middle
    }
    const span = spans[low - 1]
    return span ? span.before + Math.min(at, span.to) - span.from : 0
  }

  #spans(): readonly (Span & { before: number })[] {
    if (this.#connected) return this.#connected
    const spans: (Span & { before: number })[] = []
    let before = 0
    for (const [index, { state, at }] of this.states.entries()) {
      if (state !== 'connected') continue
      const to = this.states[index + 1]?.at ?? this.#end
      spans.push({ from: at, to, before })
      before += to - at
    }
    this.#connected = spans
    return spans
  }
}

/** The part of a span that lies in another. */
export function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
}
