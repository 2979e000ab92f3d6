import { linkHost } from './link.ts'

/** A piece of text that is one thing: a code span or a written link. */
export type Span =
  | { kind: 'code'; start: number; end: number; text: string }
  | { kind: 'link'; start: number; end: number; textStart: number; textEnd: number; href: string; host: string }

/** Finds code spans and written links from left to right; they do not overlap. Linear in the length of the text. */
export function findSpans(text: string): Map<number, Span> {
  const spans = new Map<number, Span>()
  const closings = backtickRuns(text)
  const stops = nextStops(text)
  let bracket = -1
  let index = 0
  while (index < text.length) {
    const character = text.charAt(index)
    const code: Span | undefined = character === '`' ? codeAt(text, index, closings) : undefined
    const link: Span | undefined = character === ']' && bracket !== -1 ? linkAt(text, bracket, index, stops) : undefined
    const span = code ?? link
    if (span) spans.set(span.start, span)
    if (character === '[') bracket = index
    if (character === ']') bracket = -1
    if (span) index = span.end
    else if (character === '\\') index += 2
    else if (character === '`') index = runEnd(text, index)
    else index += 1
  }
  return spans
}

function codeAt(text: string, start: number, closings: Map<number, number[]>): Span | undefined {
  const textStart = runEnd(text, start)
  const candidates = closings.get(textStart - start) ?? []
  // Runs are used up from left to right, so each is looked at once.
  while (candidates[0] !== undefined && candidates[0] < textStart) candidates.shift()
  const textEnd = candidates[0]
  if (textEnd === undefined) return undefined
  const end = textEnd + (textStart - start)
  return { kind: 'code', start, end, text: text.slice(textStart, textEnd).replaceAll('\n', ' ').trim() }
}

function linkAt(text: string, start: number, textEnd: number, stops: Int32Array): Span | undefined {
  if (text.charAt(textEnd + 1) !== '(' || textEnd === start + 1) return undefined
  const hrefStart = textEnd + 2
  const hrefEnd = stops[hrefStart] ?? text.length
  if (text.charAt(hrefEnd) !== ')') return undefined
  const href = text.slice(hrefStart, hrefEnd)
  const host = linkHost(href)
  return host === null
    ? undefined
    : { kind: 'link', start, end: hrefEnd + 1, textStart: start + 1, textEnd, href, host }
}

/** Where runs of backticks begin, by their length. */
function backtickRuns(text: string): Map<number, number[]> {
  const runs = new Map<number, number[]>()
  let index = text.indexOf('`')
  while (index !== -1) {
    const end = runEnd(text, index)
    const known = runs.get(end - index)
    if (known) known.push(index)
    else runs.set(end - index, [index])
    index = text.indexOf('`', end)
  }
  return runs
}

/** For each place the next `)` or space at or after it. */
function nextStops(text: string): Int32Array {
  const stops = new Int32Array(text.length + 1)
  let next = text.length
  for (let index = text.length; index >= 0; index -= 1) {
    const character = text.charAt(index)
    if (character === ')' || (character !== '' && character <= ' ')) next = index
    stops[index] = next
  }
  return stops
}

function runEnd(text: string, start: number): number {
  let end = start
  while (text.charAt(end) === '`') end += 1
  return end
}
