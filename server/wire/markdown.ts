import { parseBlocks } from './markdown/blocks.ts'
import type { Block, Inline } from './markdown/tree.ts'

export type { Block, Inline } from './markdown/tree.ts'

/**
 * Reads a message's source: paragraphs with line breaks, **bold**, *italic*, ~~struck~~, `code`, fenced code, > quotes, - and
 * 1. lists, # headings, [links](https://…) and bare addresses. Linear in time, bounded in depth, never throws; whatever is
 * none of these is text, HTML too.
 */
export function parseMarkdown(source: string): Block[] {
  return parseBlocks(source.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll('\t', '    ').split('\n'))
}

/** The words alone, on one line: for announcements and previews. */
export function markdownText(source: string): string {
  return parseMarkdown(source).map(blockText).filter(Boolean).join(' ')
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return block.children.map(inlineText).join('')
    case 'code':
      return block.text.replaceAll('\n', ' ')
    case 'quote':
      return block.children.map(blockText).join(' ')
    case 'list':
      return block.items.map((item) => item.map(blockText).join(' ')).join(', ')
    default:
      return block satisfies never
  }
}

function inlineText(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text
    case 'break':
      return ' '
    case 'strong':
    case 'emphasis':
    case 'struck':
    case 'link':
      return inline.children.map(inlineText).join('')
    default:
      return inline satisfies never
  }
}
