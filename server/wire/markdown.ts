import type { Block, Inline } from './markdown/ast.ts'
import { readBlocks } from './markdown/blocks.ts'

export type { Block, Inline } from './markdown/ast.ts'

/**
 * Reads the Markdown of a message: paragraphs with their line breaks, headings (1 to 3), lists, quotes, code, **bold**,
 * *italic*, ~~struck~~, `code`, and links to http, https and mailto. Everything else, HTML too, is text. Takes time linear in the
 * length, nests a bounded number of levels, and never throws.
 */
export function readMarkdown(source: string): Block[] {
  return readBlocks(source.replaceAll('\r\n', '\n').split('\n'), 0)
}

/** What somebody would read aloud: the words without their marks. */
export function plainText(source: string): string {
  return readMarkdown(source).map(textOfBlock).join(' ').replaceAll(/\s+/g, ' ').trim()
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return textOfInlines(block.children)
    case 'code':
      return block.text
    case 'quote':
      return block.children.map(textOfBlock).join(' ')
    case 'list':
      return block.items.flat().map(textOfBlock).join(' ')
    default:
      return block satisfies never
  }
}

function textOfInlines(inlines: readonly Inline[]): string {
  return inlines.map(textOfInline).join('')
}

function textOfInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text
    case 'break':
      return ' '
    case 'bold':
    case 'italic':
    case 'struck':
    case 'link':
      return textOfInlines(inline.children)
    default:
      return inline satisfies never
  }
}
