/** What the formatting menu offers; the marks are those of `#wire/markdown`. */
export const FORMATS = ['bold', 'italic', 'struck', 'list', 'numbers', 'quote', 'code', 'link'] as const
export type Format = (typeof FORMATS)[number]

/** A text field's content with what is selected in it, as positions in UTF-16 units. */
export interface Selected {
  text: string
  start: number
  end: number
}

const AROUND = { bold: '**', italic: '*', struck: '~~', code: '`' } as const
const LINK_TARGET = 'https://'

/** Puts the marks of a format at the selection, around `sample` where nothing is selected; what is to be written next is selected. */
export function formatted(field: Selected, format: Format, sample: string): Selected {
  switch (format) {
    case 'list':
      return withLines(field, sample, () => '- ')
    case 'numbers':
      return withLines(field, sample, (index) => `${index + 1}. `)
    case 'quote':
      return withLines(field, sample, () => '> ')
    case 'link': {
      const words = field.text.slice(field.start, field.end) || sample
      const start = field.start + words.length + 3
      return { text: replaced(field, `[${words}](${LINK_TARGET})`), start, end: start + LINK_TARGET.length }
    }
    case 'bold':
    case 'italic':
    case 'struck':
    case 'code': {
      const mark = AROUND[format]
      const words = field.text.slice(field.start, field.end) || sample
      const start = field.start + mark.length
      return { text: replaced(field, mark + words + mark), start, end: start + words.length }
    }
  }
}

/** Lines are formatted whole: the selection is widened to where its first line begins and its last one ends. */
function withLines({ text, start, end }: Selected, sample: string, mark: (index: number) => string): Selected {
  const from = text.slice(0, start).lastIndexOf('\n') + 1
  const next = text.indexOf('\n', end)
  const to = next === -1 ? text.length : next
  const words = text.slice(from, to) || sample
  const marked = words.split('\n').map((line, index) => mark(index) + line)
  const isSample = to === from
  return {
    text: replaced({ text, start: from, end: to }, marked.join('\n')),
    start: isSample ? from + mark(0).length : from + marked.join('\n').length,
    end: from + marked.join('\n').length,
  }
}

function replaced({ text, start, end }: Selected, by: string): string {
  return text.slice(0, start) + by + text.slice(end)
}
