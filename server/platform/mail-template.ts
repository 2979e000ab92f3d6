import type { MailMessage } from './mail.ts'

export type MailLanguage = 'de' | 'en'

/** What a mail says. Plain texts; whatever people wrote in them goes through `nameInMail` first. */
export interface MailContent {
  readonly language: MailLanguage
  readonly subject: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  /** The one thing to do. */
  readonly button?: { readonly label: string; readonly url: URL }
  /** Below the button: until when, and what if not. */
  readonly after?: readonly string[]
  /** Who is responsible, and why one gets this mail. */
  readonly footer: readonly string[]
}

const MOST_NAME = 80
const MOST_LINE = 200

/**
 * One line without anything unseen: no line break begins another header, no mark turns the reading direction, and nothing is an
 * encoded word that a mail program would make one of.
 */
export function lineInMail(text: string): string {
  const line = text
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replaceAll('=?', '= ?')
    .trim()
  return firstOf(line, MOST_LINE)
}

/**
 * What people call themselves, their towns and rooms, as it may stand in a mail of ours: nothing a mail program makes a link or an
 * address of.
 */
export function nameInMail(name: string): string {
  const harmless = lineInMail(name)
    .replaceAll(/[<>"@/\\:]+/g, ' ')
    .replaceAll(/(?<=\p{L}|\p{N})\.(?=\p{L}|\p{N})/gu, '. ')
  return firstOf(harmless.replaceAll(/ +/g, ' ').trim(), MOST_NAME)
}

/** Cuts without halving a character. */
function firstOf(text: string, most: number): string {
  return Array.from(text).slice(0, most).join('')
}

/** The whole mail, as plain text and as HTML that loads nothing and tells nobody that it was read. */
export function mailOf(to: string, content: MailContent): MailMessage {
  return { to, subject: content.subject, text: plainText(content), html: page(content) }
}

function plainText({ heading, paragraphs, button, after = [], footer }: MailContent): string {
  const action = button ? [`${button.label}:\n${button.url.href}`] : []
  return `${[heading, ...paragraphs, ...action, ...after, `-- \n${footer.join('\n')}`].join('\n\n')}\n`
}

const copyHint = {
  de: 'Falls sich beim Anklicken nichts öffnet, kopieren Sie diese Adresse in Ihren Browser:',
  en: 'If nothing opens when you click, copy this address into your browser:',
} as const

const FONT = "font-family:'Atkinson Hyperlegible Next','Segoe UI',Arial,sans-serif"
const TEXT = `${FONT};font-size:17px;line-height:1.5;margin:0 0 16px`
const SMALL = `${FONT};font-size:14px;line-height:1.5;margin:0 0 8px`
// Borders, not padding: Outlook draws only those around a link. Both colours are given, so that dark mode changes neither or both.
const BUTTON = `${FONT};font-size:17px;font-weight:600;display:inline-block;text-decoration:none;color:#ffffff;background-color:#1a6b50;border:12px solid #1a6b50;border-left-width:24px;border-right-width:24px;border-radius:6px`

/** No colour but the button's: the mail program's own hold, in light and dark. */
function page({ language, subject, heading, paragraphs, button, after = [], footer }: MailContent): string {
  const below = [
    ...after.map((text) => paragraph(TEXT, escape(text))),
    ...(button ? [copyLink(language, button.url)] : []),
  ]
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:24px 16px">
<div role="article" aria-label="${escape(subject)}" style="max-width:600px;margin:0 auto">
<h1 style="${FONT};font-size:24px;line-height:1.3;margin:0 0 16px">${escape(heading)}</h1>
${paragraphs.map((text) => paragraph(TEXT, escape(text))).join('\n')}
${button ? `<p style="margin:24px 0"><a href="${escape(button.url.href)}" style="${BUTTON}">${escape(button.label)}</a></p>` : ''}
${below.join('\n')}
<hr style="border:0;border-top:1px solid #8a918b;margin:24px 0 16px">
${footer.map((text) => paragraph(SMALL, escape(text))).join('\n')}
</div>
</body>
</html>
`
}

function paragraph(style: string, html: string): string {
  return `<p style="${style}">${html}</p>`
}

function copyLink(language: MailLanguage, { href }: URL): string {
  const address = escape(href)
  return paragraph(
    `${SMALL};word-break:break-all`,
    `${copyHint[language]}<br><a href="${address}" style="color:inherit">${address}</a>`,
  )
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
