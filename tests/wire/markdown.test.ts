import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText, readMarkdown, type Block, type Inline } from '#wire/markdown'

const text = (value: string): Inline => ({ kind: 'text', text: value })
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children })
const link = (href: string, words = href): Inline => ({ kind: 'link', href, children: [text(words)] })

describe('marks within a line', () => {
  it.each([
    ['**wichtig**', [{ kind: 'bold', children: [text('wichtig')] }]],
    [
      '*leise* und ~~falsch~~',
      [{ kind: 'italic', children: [text('leise')] }, text(' und '), { kind: 'struck', children: [text('falsch')] }],
    ],
    ['***beides***', [{ kind: 'bold', children: [{ kind: 'italic', children: [text('beides')] }] }]],
    [
      '**fett *und* schräg**',
      [{ kind: 'bold', children: [text('fett '), { kind: 'italic', children: [text('und')] }, text(' schräg')] }],
    ],
    ['`**kein** Fett`', [{ kind: 'code', text: '**kein** Fett' }]],
    ['``ein ` darin``', [{ kind: 'code', text: 'ein ` darin' }]],
    ['offen ** bleibt *offen', [text('offen ** bleibt *offen')]],
    ['Kolleg*innen und Bürger*innen', [text('Kolleg*innen und Bürger*innen')]],
    ['3*4*5', [text('3*4*5')]],
    ['\\*kein Kursiv\\*', [text('*kein Kursiv*')]],
    ['\\\\server\\daten', [text('\\\\server\\daten')]],
    ['<b>HTML</b> & <script>', [text('<b>HTML</b> & <script>')]],
    ['eins\nzwei', [text('eins'), { kind: 'break' }, text('zwei')]],
  ] as [string, Inline[]][])('%s', (source, children) => {
    expect(readMarkdown(source)).toEqual([paragraph(...children)])
  })
})

describe('links', () => {
  it.each([
    ['Siehe https://olpe.example/plan.', [text('Siehe '), link('https://olpe.example/plan'), text('.')]],
    ['(https://de.example/Olpe_(Stadt))', [text('('), link('https://de.example/Olpe_(Stadt)'), text(')')]],
    ['mailto:bauamt@olpe.example', [link('mailto:bauamt@olpe.example')]],
    ['[der Plan](https://olpe.example/a_(1))', [link('https://olpe.example/a_(1)', 'der Plan')]],
    ['[https://gut.example](https://anders.example)', [link('https://anders.example', 'https://gut.example')]],
    ['**[fett](http://x.example)**', [{ kind: 'bold', children: [link('http://x.example', 'fett')] }]],
    ['[klick](javascript:alert(1))', [text('[klick](javascript:alert(1))')]],
    ['[klick](data:text/html,x)', [text('[klick](data:text/html,x)')]],
    ['[klick](//fremd.example)', [text('[klick](//fremd.example)')]],
    ['[klick](java\tscript:x)', [text('[klick](java\tscript:x)')]],
    ['https://', [text('https://')]],
    ['xhttps://a.example', [text('xhttps://a.example')]],
    ['[offen', [text('[offen')]],
  ] as [string, Inline[]][])('%s', (source, children) => {
    expect(readMarkdown(source)).toEqual([paragraph(...children)])
  })
})

describe('blocks', () => {
  it('reads headings, and four signs as text', () => {
    expect(readMarkdown('# Eins\n### Drei\n#### Vier\n#kein')).toEqual([
      { kind: 'heading', level: 1, children: [text('Eins')] },
      { kind: 'heading', level: 3, children: [text('Drei')] },
      paragraph(text('#### Vier'), { kind: 'break' }, text('#kein')),
    ])
  })

  it('reads nested lists', () => {
    expect(readMarkdown('- a\n  - b\n  - c\n- d\n\nText')).toEqual([
      {
        kind: 'list',
        start: null,
        items: [
          [
            paragraph(text('a')),
            { kind: 'list', start: null, items: [[paragraph(text('b'))], [paragraph(text('c'))]] },
          ],
          [paragraph(text('d'))],
        ],
      },
      paragraph(text('Text')),
    ])
  })

  it('keeps the number a list begins with, and a date within a text', () => {
    expect(readMarkdown('3. c\n4. d')).toEqual([
      { kind: 'list', start: 3, items: [[paragraph(text('c'))], [paragraph(text('d'))]] },
    ])
    expect(readMarkdown('Sitzung am\n24. November')).toEqual([
      paragraph(text('Sitzung am'), { kind: 'break' }, text('24. November')),
    ])
  })

  it('reads quotes with what is in them, and code as it is', () => {
    expect(readMarkdown('> Frage\n> - eins\nAntwort')).toEqual([
      {
        kind: 'quote',
        children: [paragraph(text('Frage')), { kind: 'list', start: null, items: [[paragraph(text('eins'))]] }],
      },
      paragraph(text('Antwort')),
    ])
    expect(readMarkdown('```\n**roh**\n  <b>\n```\ndanach')).toEqual([
      { kind: 'code', text: '**roh**\n  <b>' },
      paragraph(text('danach')),
    ])
  })

  it('says in plain words what is written', () => {
    expect(plainText('# Titel\n- **eins**\n- [zwei](https://a.example)\n\n`drei`')).toBe('Titel eins zwei drei')
  })
})

describe('whatever is written', () => {
  const pieces = [
    '*',
    '**',
    '~~',
    '`',
    '```',
    '[',
    '](',
    ')',
    '> ',
    '- ',
    '1. ',
    '# ',
    '\n',
    '  ',
    'https://a.b',
    'x',
    '\\',
  ]

  it('keeps every word, never throws, links nowhere else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join('')),
          fc.string(),
        ),
        (source) => {
          const blocks = readMarkdown(source)
          for (const href of hrefs(blocks)) expect(href).toMatch(/^(https?:\/\/[^\s]+|mailto:[^\s]+)$/i)
          expect(depthOf(blocks)).toBeLessThan(40)
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    '*',
    '**a ',
    '*a**b',
    '[',
    '[](',
    '](http://a',
    '[](http://a',
    '`',
    '` ``',
    '> ',
    '>',
    '- ',
    '1. ',
    '~~a',
    'https://a))',
    '\n',
    ' \n- a\n  ',
    '```\n',
    'm',
    '\\*',
  ])('takes little time for %j repeated', (piece) => {
    const source = piece.repeat(Math.ceil(20_000 / piece.length)).slice(0, 20_000)
    readMarkdown(source)
    const start = performance.now()
    readMarkdown(source)
    expect(performance.now() - start).toBeLessThan(50)
  })
})

function hrefs(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(hrefs)
  if (typeof node !== 'object' || node === null) return []
  const own = 'href' in node && typeof node.href === 'string' ? [node.href] : []
  return [...own, ...Object.values(node).flatMap(hrefs)]
}

function depthOf(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0
  return 1 + Math.max(0, ...Object.values(node).map(depthOf))
}
