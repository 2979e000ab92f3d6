import { bareLink, linkHost } from './link.ts'
import { findSpans, type Span } from './spans.ts'
import type { Inline } from './tree.ts'

type Emphasis = 'strong' | 'emphasis' | 'struck'
const MARKS: Record<Emphasis, string> = { strong: '**', emphasis: '*', struck: '~~' }
const ESCAPABLE = '\\`*_{}[]()#+-.!~>|'
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** What is open at a place: the text itself, or an emphasis in it. */
interface Frame {
  mark: Emphasis | null
  children: Inline[]
}

/** The meaning of running text. Emphases of one sort do not nest, so the depth is bounded; every character is read once. */
export function parseInline(text: string): Inline[] {
  return new InlineParser(text, findSpans(text)).parse(0, text.length, true)
}

class InlineParser {
  readonly #text: string
  readonly #spans: Map<number, Span>

  constructor(text: string, spans: Map<number, Span>) {
    this.#text = text
    this.#spans = spans
  }

  parse(start: number, end: number, mayLink: boolean): Inline[] {
    const frames: Frame[] = [{ mark: null, children: [] }]
    let index = start
    let plainFrom = start
    const flush = (to: number) => {
      if (to > plainFrom) put(frames, { kind: 'text', text: this.#text.slice(plainFrom, to) })
    }
    while (index < end) {
      const taken = this.#special(index, end, mayLink, frames, flush)
      if (taken === 0) index += 1
      else plainFrom = index += taken
    }
    flush(end)
    while (frames.length > 1) dissolve(frames)
    return frames[0]?.children ?? []
  }

  /** Takes what begins at `index` if it is more than text; gives how many characters it took. */
  #special(index: number, end: number, mayLink: boolean, frames: Frame[], flush: (to: number) => void): number {
    const span = this.#spans.get(index)
    if (span && span.end <= end && (span.kind === 'code' || mayLink)) {
      flush(index)
      put(frames, this.#spanned(span))
      return span.end - index
    }
    const character = this.#text.charAt(index)
    if (character === '\n') {
      flush(index)
      put(frames, { kind: 'break' })
      return 1
    }
    if (character === '\\' && index + 1 < end && ESCAPABLE.includes(this.#text.charAt(index + 1))) {
      flush(index)
      put(frames, { kind: 'text', text: this.#text.charAt(index + 1) })
      return 2
    }
    if (character === '*' || character === '~') return this.#marks(index, end, frames, flush)
    return mayLink ? this.#bare(index, end, frames, flush) : 0
  }

  #spanned(span: Span): Inline {
    if (span.kind === 'code') return { kind: 'code', text: span.text }
    const { href, host, textStart, textEnd } = span
    return { kind: 'link', href, host, children: this.parse(textStart, textEnd, false) }
  }

  #bare(index: number, end: number, frames: Frame[], flush: (to: number) => void): number {
    if (!'hHmM'.includes(this.#text.charAt(index)) || this.#isWord(index - 1)) return 0
    const href = bareLink(this.#text, index, end)
    const host = href && linkHost(href)
    if (!href || !host) return 0
    flush(index)
    put(frames, { kind: 'link', href, host, children: [{ kind: 'text', text: href }] })
    return href.length
  }

  /** A run of marks closes what is open, innermost first, or opens; what does neither is text. */
  #marks(index: number, end: number, frames: Frame[], flush: (to: number) => void): number {
    const character = this.#text.charAt(index)
    let runEnd = index
    while (runEnd < end && this.#text.charAt(runEnd) === character) runEnd += 1
    const canOpen = runEnd < end && !isSpace(this.#text.charAt(runEnd)) && !this.#isWord(index - 1)
    const canClose = index > 0 && !isSpace(this.#text.charAt(index - 1)) && !this.#isWord(runEnd)
    flush(index)
    let left = runEnd - index
    while (left > 0) {
      const closing = canClose ? closable(frames, character, left) : undefined
      const opening = closing || !canOpen ? undefined : openable(frames, character, left)
      if (closing) close(frames, closing)
      else if (opening) frames.push({ mark: opening, children: [] })
      else break
      left -= MARKS[closing ?? opening ?? 'emphasis'].length
    }
    if (left > 0) put(frames, { kind: 'text', text: character.repeat(left) })
    return runEnd - index
  }

  #isWord(index: number): boolean {
    return LETTER_OR_DIGIT.test(this.#text.charAt(index))
  }
}

/** The innermost open emphasis of this character that `left` marks can close and that has something in it. */
function closable(frames: readonly Frame[], character: string, left: number): Emphasis | undefined {
  const mark = frames.findLast(({ mark }) => mark !== null && MARKS[mark].startsWith(character))?.mark
  const frame = frames.findLast((candidate) => candidate.mark === mark)
  return mark && MARKS[mark].length <= left && frame !== undefined && frame !== frames[0] ? mark : undefined
}

function openable(frames: readonly Frame[], character: string, left: number): Emphasis | undefined {
  const candidates: Emphasis[] = character === '~' ? ['struck'] : ['strong', 'emphasis']
  return candidates.find((mark) => MARKS[mark].length <= left && !frames.some((frame) => frame.mark === mark))
}

/** What was opened inside and is not closed was no emphasis. */
function close(frames: Frame[], mark: Emphasis): void {
  while (frames.length > 1 && frames.at(-1)?.mark !== mark) dissolve(frames)
  const frame = frames.pop()
  if (!frame) return
  if (frame.children.length > 0) put(frames, { kind: mark, children: frame.children })
  else put(frames, { kind: 'text', text: MARKS[mark] + MARKS[mark] })
}

/** The innermost frame was not closed: its mark is text. */
function dissolve(frames: Frame[]): void {
  const frame = frames.pop()
  if (!frame?.mark) return
  put(frames, { kind: 'text', text: MARKS[frame.mark] })
  for (const child of frame.children) put(frames, child)
}

function put(frames: readonly Frame[], node: Inline): void {
  const children = frames.at(-1)?.children
  const last = children?.at(-1)
  if (node.kind === 'text' && last?.kind === 'text') last.text += node.text
  else children?.push(node)
}

function isSpace(character: string): boolean {
  return character === '' || character <= ' ' || character === '\u00A0'
}
