import { parseInline } from './inline.ts'
import type { Block } from './tree.ts'

/** Quotes and lists deeper than this are text. */
const MOST_DEPTH = 6
const FENCE = '```'
const LANGUAGE = /^[a-z0-9+#-]{1,20}$/
const HEADING = /^(#{1,3})[ \t]+(\S.*)$/
const BULLET = /^( {0,3})([-*•])[ \t]+(?=\S)/
const NUMBER = /^( {0,3})(\d{1,9})[.)][ \t]+(?=\S)/

interface Marker {
  /** Null for a bullet. */
  number: number | null
  /** How many characters it takes; what follows at that indentation belongs to the entry. */
  width: number
}

/** The blocks of these lines. Each line is read at most once per level, and there are few levels. */
export function parseBlocks(lines: readonly string[], depth = 0): Block[] {
  const blocks: Block[] = []
  let index = 0
  while (index < lines.length) {
    const line = lines[index] ?? ''
    if (isBlank(line)) {
      index += 1
      continue
    }
    const [block, next] = blockAt(lines, index, line, depth)
    blocks.push(block)
    index = next
  }
  return blocks
}

function blockAt(lines: readonly string[], index: number, line: string, depth: number): [Block, next: number] {
  if (line.startsWith(FENCE)) return codeAt(lines, index)
  const heading = HEADING.exec(line)
  if (heading) {
    const level = (heading[1]?.length ?? 1) as 1 | 2 | 3
    return [{ kind: 'heading', level, children: parseInline(heading[2] ?? '') }, index + 1]
  }
  if (depth < MOST_DEPTH) {
    if (line.startsWith('>')) return quoteAt(lines, index, depth)
    const marker = markerOf(line)
    if (marker) return listAt(lines, index, marker, depth)
  }
  return paragraphAt(lines, index, depth)
}

/** Without a closing fence the code goes on to the end. A language named after the fence is not shown. */
function codeAt(lines: readonly string[], start: number): [Block, number] {
  const end = endOf(lines, start, (line) => line.trimEnd() !== FENCE)
  const behind = (lines[start] ?? '').slice(FENCE.length).trim()
  const first = behind === '' || LANGUAGE.test(behind) ? [] : [behind]
  return [{ kind: 'code', text: [...first, ...lines.slice(start + 1, end)].join('\n') }, end + 1]
}

function quoteAt(lines: readonly string[], start: number, depth: number): [Block, number] {
  const end = endOf(lines, start, (line) => line.startsWith('>'))
  const inner = lines.slice(start, end).map((line) => line.slice(line.startsWith('> ') ? 2 : 1))
  return [{ kind: 'quote', children: parseBlocks(inner, depth + 1) }, end]
}

function listAt(lines: readonly string[], start: number, first: Marker, depth: number): [Block, number] {
  const items: Block[][] = []
  const isNumbered = first.number !== null
  let index = start
  let marker: Marker | null = first
  while (marker && (marker.number !== null) === isNumbered) {
    const end = itemEnd(lines, index + 1)
    const inner = [(lines[index] ?? '').slice(marker.width), ...lines.slice(index + 1, end).map(outdent(marker.width))]
    items.push(parseBlocks(inner, depth + 1))
    index = end
    marker = markerOf(lines[index] ?? '')
  }
  return [{ kind: 'list', start: first.number, items }, index]
}

function paragraphAt(lines: readonly string[], start: number, depth: number): [Block, number] {
  const end = endOf(lines, start, (line) => !isBlank(line) && !(depth < MOST_DEPTH && beginsBlock(line)))
  const text = lines
    .slice(start, end)
    .map((line) => line.trim())
    .join('\n')
  return [{ kind: 'paragraph', children: parseInline(text) }, end]
}

function beginsBlock(line: string): boolean {
  return line.startsWith(FENCE) || line.startsWith('>') || HEADING.test(line) || markerOf(line) !== null
}

/** The first line after `start` that does not belong; `start` itself does. */
function endOf(lines: readonly string[], start: number, belongs: (line: string) => boolean): number {
  let end = start + 1
  while (end < lines.length && belongs(lines[end] ?? '')) end += 1
  return end
}

/** Indented lines belong to an entry, and blank ones between them. */
function itemEnd(lines: readonly string[], start: number): number {
  let end = start
  let index = start
  while (index < lines.length) {
    const line = lines[index] ?? ''
    if (line.startsWith('  ') && !isBlank(line)) end = index + 1
    else if (!isBlank(line) || index > end) break
    index += 1
  }
  return end
}

function outdent(width: number): (line: string) => string {
  return (line) => {
    let spaces = 0
    while (spaces < width && line.charAt(spaces) === ' ') spaces += 1
    return line.slice(spaces)
  }
}

function markerOf(line: string): Marker | null {
  const bullet = BULLET.exec(line)
  if (bullet) return { number: null, width: bullet[0].length }
  const number = NUMBER.exec(line)
  return number ? { number: Number(number[2]), width: number[0].length } : null
}

function isBlank(line: string): boolean {
  return line.trim() === ''
}
