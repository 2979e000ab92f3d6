import type { Inline } from './ast.ts'
import { bareLinkAt, targetAt } from './links.ts'

/** Marks that are open at once; further ones are text. */
const MOST_OPEN = 16
/** Longer rows of stars are ornament. */
const LONGEST_RUN = 3

type Mark = '**' | '*' | '~~' | '['

interface Open {
  mark: Mark
  /** Where its content begins among the pieces; the mark itself is the piece before. */
  from: number
}

const KINDS = { '**': 'bold', '*': 'italic', '~~': 'struck' } as const

/** Reads the text of a paragraph; `\n` is a line break. */
export function readInlines(text: string): Inline[] {
  return new InlineReader(text).read()
}

/** One pass over the text. A mark becomes text until its counterpart is found. */
class InlineReader {
  readonly #text: string
  readonly #pieces: Inline[] = []
  readonly #open: Open[] = []
  /** Lengths of backtick runs that have no counterpart further on. */
  readonly #unclosedCode = new Set<number>()
  #at = 0
  /** Where the text begins that is no piece yet. */
  #textFrom = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): Inline[] {
    while (this.#at < this.#text.length) this.#step()
    this.#flush()
    return joined(this.#pieces)
  }

  #step(): void {
    switch (this.#text.charAt(this.#at)) {
      case '\n':
        this.#piece({ kind: 'break' }, 1)
        return
      case '\\':
        this.#escaped()
        return
      case '`':
        this.#code()
        return
      case '*':
      case '~':
        this.#run()
        return
      case '[':
        this.#push('[')
        return
      case ']':
        this.#closeLink()
        return
      case 'h':
      case 'H':
      case 'm':
      case 'M':
        this.#bareLink()
        return
      default:
        this.#at += 1
    }
  }

  /** A backslash frees marks; in a path like `\\server\daten` it is itself. */
  #escaped(): void {
    const next = this.#text.charAt(this.#at + 1)
    if ('*~`[]#>-'.includes(next) && next !== '') this.#piece({ kind: 'text', text: next }, 2)
    else this.#at += 1
  }

  #code(): void {
    const length = this.#runLength('`')
    const from = this.#at + length
    const to = this.#unclosedCode.has(length) ? -1 : this.#endOfCode(from, length)
    if (to === -1) {
      this.#unclosedCode.add(length)
      this.#at = from
      return
    }
    this.#piece({ kind: 'code', text: this.#text.slice(from, to).replaceAll('\n', ' ') }, to + length - this.#at)
  }

  /** Where the next run of exactly so many backticks begins; -1 for nowhere. */
  #endOfCode(from: number, length: number): number {
    const wanted = '`'.repeat(length)
    let at = this.#text.indexOf(wanted, from)
    while (at !== -1) {
      let end = at + length
      while (this.#text.charAt(end) === '`') end += 1
      if (end === at + length) return at
      at = this.#text.indexOf(wanted, end)
    }
    return -1
  }

  #run(): void {
    const sign = this.#text.charAt(this.#at)
    const length = this.#runLength(sign)
    const isMark = sign === '~' ? length === 2 : length <= LONGEST_RUN
    if (!isMark) {
      this.#at += length
      return
    }
    const before = this.#text.charAt(this.#at - 1)
    const after = this.#text.charAt(this.#at + length)
    // Within a word it is none: Kolleg*innen.
    const opens = after !== '' && !isSpace(after) && !isWord(before)
    const closes = before !== '' && !isSpace(before) && !isWord(after)
    let left = length
    while (left > 0) left -= this.#mark(sign, left, opens, closes)
  }

  /** Takes one mark off a run; gives how many characters it took. */
  #mark(sign: string, left: number, opens: boolean, closes: boolean): number {
    const last = this.#open.at(-1)?.mark
    const candidates: Mark[] = sign === '~' ? ['~~'] : left >= 2 ? ['**', '*'] : ['*']
    if (closes) {
      const fitting = candidates.find((mark) => mark === last) ?? candidates.find((mark) => this.#isOpen(mark))
      if (fitting && fitting !== '[') {
        this.#close(fitting)
        return fitting.length
      }
    }
    const mark = candidates[0] ?? '*'
    if (opens) this.#push(mark)
    else this.#at += mark.length
    return mark.length
  }

  #isOpen(mark: Mark): boolean {
    return this.#open.some((open) => open.mark === mark)
  }

  #push(mark: Mark): void {
    if (this.#open.length >= MOST_OPEN) {
      this.#at += mark.length
      return
    }
    this.#piece({ kind: 'text', text: mark }, mark.length)
    this.#open.push({ mark, from: this.#pieces.length })
  }

  #close(mark: Exclude<Mark, '['>): void {
    this.#flush()
    const children = this.#take(mark)
    this.#at += mark.length
    this.#textFrom = this.#at
    this.#pieces.push({ kind: KINDS[mark], children: joined(children) })
  }

  /** Takes the content of the last such mark, and the mark, off the pieces. What is open within stays text. */
  #take(mark: Mark): Inline[] {
    const index = this.#open.findLastIndex((open) => open.mark === mark)
    const from = this.#open[index]?.from ?? this.#pieces.length
    this.#open.length = index
    const children = this.#pieces.splice(from)
    this.#pieces.pop()
    return children
  }

  #closeLink(): void {
    const target = this.#isOpen('[') ? targetAt(this.#text, this.#at + 1) : undefined
    if (!target) {
      const index = this.#open.findLastIndex(({ mark }) => mark === '[')
      if (index !== -1) this.#open.splice(index, 1)
      this.#at += 1
      return
    }
    this.#flush()
    const children = joined(this.#take('[').map(withoutLinks))
    this.#at = target.end
    this.#textFrom = this.#at
    const words = children.length === 0 ? [{ kind: 'text', text: target.href } as const] : children
    this.#pieces.push({ kind: 'link', href: target.href, children: words })
  }

  #bareLink(): void {
    const before = this.#text.charAt(this.#at - 1)
    const end = isWord(before) ? undefined : bareLinkAt(this.#text, this.#at)
    if (end === undefined) {
      this.#at += 1
      return
    }
    const href = this.#text.slice(this.#at, end)
    this.#piece({ kind: 'link', href, children: [{ kind: 'text', text: href }] }, href.length)
  }

  #runLength(sign: string): number {
    let end = this.#at + 1
    while (this.#text.charAt(end) === sign) end += 1
    return end - this.#at
  }

  #piece(piece: Inline, length: number): void {
    this.#flush()
    this.#pieces.push(piece)
    this.#at += length
    this.#textFrom = this.#at
  }

  #flush(): void {
    if (this.#at > this.#textFrom) this.#pieces.push({ kind: 'text', text: this.#text.slice(this.#textFrom, this.#at) })
    this.#textFrom = this.#at
  }
}

/** Neighbouring texts become one. */
function joined(pieces: readonly Inline[]): Inline[] {
  const result: Inline[] = []
  let texts: string[] = []
  const flush = () => {
    if (texts.length > 0) result.push({ kind: 'text', text: texts.join('') })
    texts = []
  }
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      texts.push(piece.text)
      continue
    }
    flush()
    result.push(piece)
  }
  flush()
  return result
}

/** A link within a link is its words. */
function withoutLinks(inline: Inline): Inline {
  switch (inline.kind) {
    case 'link':
      return inline.children.length === 1 && inline.children[0]
        ? inline.children[0]
        : { kind: 'text', text: inline.href }
    case 'bold':
    case 'italic':
    case 'struck':
      return { ...inline, children: inline.children.map(withoutLinks) }
    case 'text':
    case 'break':
    case 'code':
      return inline
    default:
      return inline satisfies never
  }
}

function isSpace(sign: string): boolean {
  return /^\s$/.test(sign)
}

function isWord(sign: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(sign)
}
