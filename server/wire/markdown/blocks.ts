import type { Block } from './ast.ts'
import { readInlines } from './inlines.ts'

/** Quotes and lists within each other; what is deeper is text. */
const MOST_NESTED = 8

const FENCE = /^ {0,3}(`{3,}|~{3,})[^`]*$/
const HEADING = /^(#{1,3})[ \t]+(\S.*)$/
const QUOTE = /^ {0,3}> ?/
const ITEM = /^( *)(?:([-*])|(\d{1,9})[.)])[ \t]+(?=\S)/

interface Read {
  block: Block
  /** The line after it. */
  next: number
}

/** Reads lines into blocks; every line is looked at a bounded number of times per level. */
export function readBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at += 1
      continue
    }
    const { block, next } = readBlock(lines, at, depth)
    blocks.push(block)
    at = next
  }
  return blocks
}

function readBlock(lines: readonly string[], at: number, depth: number): Read {
  const line = lines[at] ?? ''
  const [, fence] = FENCE.exec(line) ?? []
  if (fence !== undefined) return readFenced(lines, at, fence)
  const [, marks, title] = HEADING.exec(line) ?? []
  if (marks !== undefined && title !== undefined) {
    return { block: { kind: 'heading', level: levelOf(marks), children: readInlines(title.trim()) }, next: at + 1 }
  }
  if (depth < MOST_NESTED) {
    if (QUOTE.test(line)) return readQuote(lines, at, depth)
    const item = itemOf(line)
    if (item) return readList(lines, at, item, depth)
  }
  return readParagraph(lines, at)
}

/** Up to the closing fence, or to the end: who has not finished writing sees code already. */
function readFenced(lines: readonly string[], at: number, fence: string): Read {
  const isClosing = (line: string) => {
    const trimmed = line.trim()
    return trimmed.startsWith(fence) && trimmed === fence.charAt(0).repeat(trimmed.length)
  }
  let end = at + 1
  while (end < lines.length && !isClosing(lines[end] ?? '')) end += 1
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

function readQuote(lines: readonly string[], at: number, depth: number): Read {
  let end = at
  while (end < lines.length && QUOTE.test(lines[end] ?? '')) end += 1
  const inner = lines.slice(at, end).map((line) => line.replace(QUOTE, ''))
  return { block: { kind: 'quote', children: readBlocks(inner, depth + 1) }, next: end }
}

interface Item {
  /** Spaces before its mark. */
  indent: number
  /** null: a dash or a star. */
  number: number | null
  /** Characters before its text. */
  contentAt: number
}

function itemOf(line: string): Item | undefined {
  const found = ITEM.exec(line)
  if (!found) return undefined
  const [mark, indent = '', , number] = found
  return { indent: indent.length, number: number === undefined ? null : Number(number), contentAt: mark.length }
}

function readList(lines: readonly string[], at: number, first: Item, depth: number): Read {
  const items: string[][] = []
  let next = at
  while (next < lines.length) {
    const line = lines[next] ?? ''
    const after = isBlank(line) ? skipBlank(lines, next) : next
    const place = placeIn(first, lines[after])
    if (place === 'outside' || (items.length === 0 && place === 'inside')) break
    if (place === 'item') items.push([(lines[after] ?? '').slice(itemOf(lines[after] ?? '')?.contentAt)])
    else items.at(-1)?.push(...(after > next ? [''] : []), dedented(lines[after] ?? '', first.indent + 2))
    next = after + 1
  }
  const blocks = items.map((item) => readBlocks(item, depth + 1))
  return { block: { kind: 'list', start: first.number, items: blocks }, next }
}

/** Whether a line begins another item of the list, belongs to the item before it, or comes after the list. */
function placeIn(first: Item, line: string | undefined): 'item' | 'inside' | 'outside' {
  if (line === undefined || isBlank(line)) return 'outside'
  const item = itemOf(line)
  if (item && item.indent < first.indent + 2) {
    return (item.number === null) === (first.number === null) ? 'item' : 'outside'
  }
  return indentOf(line) >= first.indent + 2 ? 'inside' : 'outside'
}

/** Up to an empty line or another block. A number in the middle of a text ("am 24. …") begins a list only if it is the first. */
function readParagraph(lines: readonly string[], at: number): Read {
  let end = at + 1
  while (end < lines.length && !endsParagraph(lines[end] ?? '')) end += 1
  const text = lines
    .slice(at, end)
    .map((line) => line.trim())
    .join('\n')
  return { block: { kind: 'paragraph', children: readInlines(text) }, next: end }
}

function endsParagraph(line: string): boolean {
  if (isBlank(line) || FENCE.test(line) || HEADING.test(line) || QUOTE.test(line)) return true
  const item = itemOf(line)
  return item !== undefined && (item.number === null || item.number === 1)
}

function levelOf(marks: string): 1 | 2 | 3 {
  if (marks.length === 1) return 1
  return marks.length === 2 ? 2 : 3
}

function skipBlank(lines: readonly string[], at: number): number {
  let next = at
  while (next < lines.length && isBlank(lines[next])) next += 1
  return next
}

function dedented(line: string, by: number): string {
  return line.slice(Math.min(by, indentOf(line)))
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === ''
}
