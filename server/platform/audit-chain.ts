import { createHash } from 'node:crypto'
import type { auditLog } from './tables.ts'

export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>
export type AuditLine = typeof auditLog.$inferSelect

/** Stands before the first line. */
export const CHAIN_START = '0'.repeat(64)

/** SHA-256, hex, of everything a line says and of the line before it. */
export function hashLine(line: Omit<AuditLine, 'hash'>, before: string): string {
  const { seq, at, event, actorId, organisationId, subjectKind, subjectId, details } = line
  const sorted = Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const said = [before, seq, at.toISOString(), event, actorId, organisationId, subjectKind, subjectId, sorted]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

/** What somebody noted elsewhere of the chain: a line's hash, and its number where that is known. */
export interface Anchor {
  readonly seq?: number
  readonly hash: string
}

/** What was done to the chain, at which line. */
export type Tampering =
  | { readonly kind: 'changed' | 'removed' | 'inserted' | 'moved' | 'detached'; readonly seq: number }
  /** The chain is whole, but not the one the anchor was taken of: rewritten after `after`, at the latest at `seq`. */
  | { readonly kind: 'rewritten'; readonly seq: number; readonly after: number }
  /** The lines from `seq` to the anchor's are missing at the end. */
  | { readonly kind: 'cut'; readonly seq: number; readonly to: number }
  /** No line has this hash. */
  | { readonly kind: 'unknownAnchor'; readonly hash: string }

export interface Verdict {
  /** Lines that are as they were written, from the beginning. */
  readonly lines: number
  /** The last of them. */
  readonly head: { readonly seq: number; readonly hash: string }
  /** Lines whose clock was behind that of the line before: a clock was set back, or two nodes disagree. */
  readonly clockWentBack: readonly number[]
  /** The first manipulation; undefined: there is none. */
  readonly tampering: Tampering | undefined
}

/** How far ahead is looked for the line that should stand where another one stands. */
const LOOK_AHEAD = 1_000
const NOTED_CLOCKS = 10

/** Reads the chain from its beginning, in the order of the numbers, and stops at the first line that does not belong there. */
export async function verifyChain(lines: AsyncIterable<AuditLine>, anchors: readonly Anchor[] = []): Promise<Verdict> {
  const watched = new Watched(anchors)
  const clockWentBack: number[] = []
  const ahead = new Ahead(lines)
  let head = { seq: 0, hash: CHAIN_START }
  let at = -Infinity
  for (let line = await ahead.next(); line; line = await ahead.next()) {
    if (line.seq !== head.seq + 1 || !fits(line, line.seq, head.hash)) {
      const tampering = await explain(line, head, ahead)
      return { lines: head.seq, head, clockWentBack, tampering }
    }
    head = { seq: line.seq, hash: line.hash }
    if (line.at.getTime() < at && clockWentBack.length < NOTED_CLOCKS) clockWentBack.push(line.seq)
    at = line.at.getTime()
    watched.see(head)
    if (watched.differs) return { lines: head.seq, head, clockWentBack, tampering: watched.differs }
  }
  return { lines: head.seq, head, clockWentBack, tampering: watched.atTheEnd(head) }
}

/** Whether a line's hash is that of its words, at this number, after this line. What cannot even be read is no line. */
function fits(line: AuditLine, seq: number, before: string): boolean {
  try {
    return hashLine({ ...line, seq }, before) === line.hash
  } catch {
    return false
  }
}

/** Says as exactly as the rest of the chain allows what became of the line after `head`. */
async function explain(found: AuditLine, head: { seq: number; hash: string }, ahead: Ahead): Promise<Tampering> {
  const seq = head.seq + 1
  if (found.seq < seq) return { kind: 'inserted', seq: found.seq }
  const following = await ahead.some(LOOK_AHEAD)
  const place = following.findIndex((line) => fits(line, seq, head.hash))
  if (place === 0) return { kind: 'inserted', seq }
  if (place > 0) return { kind: 'moved', seq }
  if (found.seq > seq) return { kind: 'removed', seq }
  const next = following[0]
  if (!next) return { kind: 'changed', seq }
  // The rest is a chain with every number one too low: a line was taken out and its place closed.
  if (fits(next, next.seq + 1, found.hash)) return { kind: 'removed', seq }
  // The line after it still follows from its hash: only its words are others.
  if (fits(next, next.seq, found.hash)) return { kind: 'changed', seq }
  return { kind: 'detached', seq }
}

/** The anchors that were given, and which of them the chain has passed. */
class Watched {
  readonly #numbered: { seq: number; hash: string }[]
  readonly #hashes: Set<string>
  #passed = 0
  differs: Tampering | undefined

  constructor(anchors: readonly Anchor[]) {
    this.#numbered = anchors
      .flatMap(({ seq, hash }) => (seq === undefined ? [] : [{ seq, hash }]))
      .toSorted((a, b) => a.seq - b.seq)
    this.#hashes = new Set(anchors.flatMap(({ seq, hash }) => (seq === undefined ? [hash] : [])))
  }

  see({ seq, hash }: { seq: number; hash: string }): void {
    this.#hashes.delete(hash)
    const here = this.#numbered.filter((anchor) => anchor.seq === seq)
    if (here.some((anchor) => anchor.hash !== hash)) this.differs = { kind: 'rewritten', seq, after: this.#passed }
    else if (here.length > 0) this.#passed = seq
  }

  atTheEnd({ seq, hash }: { seq: number; hash: string }): Tampering | undefined {
    const beyond = this.#numbered.findLast((anchor) => anchor.seq > seq)
    if (beyond) return { kind: 'cut', seq: seq + 1, to: beyond.seq }
    if (seq === 0) this.#hashes.delete(hash)
    const [missing] = this.#hashes
    return missing === undefined ? undefined : { kind: 'unknownAnchor', hash: missing }
  }
}

/** Lines one after the other, with a look at those to come. */
class Ahead {
  readonly #lines: AsyncIterator<AuditLine>
  readonly #seen: AuditLine[] = []

  constructor(lines: AsyncIterable<AuditLine>) {
    this.#lines = lines[Symbol.asyncIterator]()
  }

  async next(): Promise<AuditLine | undefined> {
    return this.#seen.shift() ?? this.#read()
  }

  async some(most: number): Promise<readonly AuditLine[]> {
    while (this.#seen.length < most) {
      const line = await this.#read()
      if (!line) break
      this.#seen.push(line)
    }
    return this.#seen
  }

  async #read(): Promise<AuditLine | undefined> {
    const { done, value } = await this.#lines.next()
    return done ? undefined : value
  }
}
