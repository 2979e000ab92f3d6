import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markdownText, parseMarkdown, type Block, type Inline } from '#wire/markdown'

const text = (value: string): Inline => ({ kind: 'text', text: value })
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children })

test('plain text, with its line breaks and paragraphs', () => {
  expect(parseMarkdown('Moin\nzusammen\n\nBis morgen')).toEqual([
    paragraph(text('Moin'), { kind: 'break' }, text('zusammen')),
    paragraph(text('Bis morgen')),
  ])
})

test('emphasis, also inside each other, and marks that are none', () => {
  expect(parseMarkdown('**fett**, *kursiv* und ~~weg~~')).toEqual([
    paragraph(
      { kind: 'strong', children: [text('fett')] },
      text(', '),
      { kind: 'emphasis', children: [text('kursiv')] },
      text(' und '),
      { kind: 'struck', children: [text('weg')] },
    ),
  ])
  expect(parseMarkdown('***beides***')).toEqual([
    paragraph({ kind: 'strong', children: [{ kind: 'emphasis', children: [text('beides')] }] }),
  ])
  for (const plain of ['2 * 3 * 4', '2*3*4', '** offen', '*', '**', '****', 'a** b**', '~~', 'ein *Stern']) {
    expect(parseMarkdown(plain), plain).toEqual([paragraph(text(plain))])
  }
})

test('code keeps what is written in it', () => {
  expect(parseMarkdown('`**x**` und ``a`b``')).toEqual([
    paragraph({ kind: 'code', text: '**x**' }, text(' und '), { kind: 'code', text: 'a`b' }),
  ])
  expect(parseMarkdown('```\n# nein\n<b>\n```\nja')).toEqual([
    { kind: 'code', text: '# nein\n<b>' },
    paragraph(text('ja')),
  ])
})

test('quotes, headings and lists, nested', () => {
  expect(parseMarkdown('> # Titel\n> Text\n\n- eins\n  - innen\n- zwei\n\n3. drei')).toEqual([
    {
      kind: 'quote',
      children: [{ kind: 'heading', level: 1, children: [text('Titel')] }, paragraph(text('Text'))],
    },
    {
      kind: 'list',
      start: null,
      items: [
        [paragraph(text('eins')), { kind: 'list', start: null, items: [[paragraph(text('innen'))]] }],
        [paragraph(text('zwei'))],
      ],
    },
    { kind: 'list', start: 3, items: [[paragraph(text('drei'))]] },
  ])
})

test('links show where they lead; other schemes are text', () => {
  expect(parseMarkdown('[Plan](https://Soest.de/plan?a=1) oder https://olpe.de/a_(b), ja.')).toEqual([
    paragraph(
      { kind: 'link', href: 'https://Soest.de/plan?a=1', host: 'soest.de', children: [text('Plan')] },
      text(' oder '),
      { kind: 'link', href: 'https://olpe.de/a_(b)', host: 'olpe.de', children: [text('https://olpe.de/a_(b)')] },
      text(', ja.'),
    ),
  ])
  expect(parseMarkdown('[x](https://soest.de@boese.example/)')[0]).toMatchObject({
    children: [{ host: 'boese.example' }],
  })
  for (const plain of [
    '[x](javascript:alert(1))',
    '[x](data:text/html,a)',
    '[x](//boese.example)',
    'javascript:a',
    '[x](https:// a)',
  ]) {
    expect(links(parseMarkdown(plain)), plain).toEqual([])
  }
})

test('HTML is text', () => {
  expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([paragraph(text('<img src=x onerror=alert(1)>'))])
})

test('the words alone', () => {
  expect(markdownText('# Moin\n\n- **eins**\n- [zwei](https://a.de)\n\n`drei`')).toBe('Moin eins, zwei drei')
})

test('whatever is written: it never throws, no letter is lost, no depth or scheme is passed', () => {
  const piece = fc.constantFrom(
    '*',
    '**',
    '~~',
    '`',
    '```',
    '[',
    ']',
    '(',
    ')',
    '](',
    '> ',
    '- ',
    '1. ',
    '# ',
    '\n',
    '\n\n',
    ' ',
    '  ',
    '\\',
    'https://a.de',
    'mailto:a@b',
    'javascript:',
    'ä',
    'Wort',
    '<b>',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 60 }), (pieces) => {
      const blocks = parseMarkdown(pieces.join(''))
      expect(depthOf(blocks)).toBeLessThanOrEqual(24)
      for (const href of links(blocks)) expect(href).toMatch(/^(https?:\/\/|mailto:)/i)
      const kept = markdownText(pieces.join('')) + writtenAddresses(blocks).join('')
      expect(countOf('Wort', kept)).toBe(countOf('Wort', pieces.join('')))
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['stars', '*'.repeat(20_000)],
  ['open stars', '*a '.repeat(6_666)],
  ['open and close', `${'*a **b '.repeat(1_400)}${'c** d* '.repeat(1_400)}`],
  ['brackets', '['.repeat(20_000)],
  ['half links', '[a]('.repeat(5_000)],
  ['links of brackets', ']('.repeat(10_000)],
  ['backticks', Array.from({ length: 190 }, (_, length) => '`'.repeat(length + 1)).join(' ')],
  ['single backticks', '` `` '.repeat(4_000)],
  ['quotes', '>'.repeat(20_000)],
  ['quoted lines', '> '.repeat(5).concat('x\n').repeat(1_800)],
  ['lists', '- '.repeat(10_000)],
  ['deepening list', Array.from({ length: 190 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
  ['fences', '```\n'.repeat(5_000)],
  ['addresses', 'https://a '.repeat(2_000)],
  ['one long address', `https://${'a('.repeat(9_990)}`],
  ['schemes without end', 'https://'.repeat(2_500)],
  ['closing brackets of an address', `https://a${')'.repeat(19_000)}`],
  ['blank entries', '- x\n\n\n'.repeat(3_000)],
  ['escapes', '\\*'.repeat(10_000)],
])('%s take no time', (_, source) => {
  parseMarkdown(source.slice(0, 200))
  // Processor time, and the best of several: what others do on the machine says nothing about the parser.
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    parseMarkdown(source)
    return process.cpuUsage(before).user / 1_000
  })
  expect(Math.min(...times)).toBeLessThan(50)
})

function links(blocks: readonly Block[]): string[] {
  return inlinesOf(blocks).flatMap((inline) => (inline.kind === 'link' ? [inline.href] : []))
}

/** The addresses that are not their own text. */
function writtenAddresses(blocks: readonly Block[]): string[] {
  return inlinesOf(blocks).flatMap((inline) => {
    if (inline.kind !== 'link') return []
    const [first] = inline.children
    return first?.kind === 'text' && first.text === inline.href ? [] : [inline.href]
  })
}

function countOf(word: string, text: string): number {
  return text.split(word).length - 1
}

function inlinesOf(blocks: readonly Block[]): Inline[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return block.items.flatMap(inlinesOf)
    if (block.kind === 'quote') return inlinesOf(block.children)
    return block.kind === 'code' ? [] : block.children.flatMap(withChildren)
  })
}

function withChildren(inline: Inline): Inline[] {
  return 'children' in inline ? [inline, ...inline.children.flatMap(withChildren)] : [inline]
}

function depthOf(node: unknown): number {
  if (Array.isArray(node)) return Math.max(0, ...node.map(depthOf))
  if (typeof node !== 'object' || node === null) return 0
  return 1 + Math.max(0, ...Object.values(node).map(depthOf))
}
