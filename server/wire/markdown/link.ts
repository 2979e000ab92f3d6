/** Longer ones are text. */
const MOST_LENGTH = 2_048
const SCHEMES = ['https://', 'http://', 'mailto:'] as const

/** Where an address leads: the host, or the mail address. Null for anything but http, https and mailto. */
export function linkHost(href: string): string | null {
  if (href.length > MOST_LENGTH || hasSpaceOrControl(href)) return null
  const lower = href.toLowerCase()
  const scheme = SCHEMES.find((candidate) => lower.startsWith(candidate))
  if (!scheme) return null
  const rest = href.slice(scheme.length)
  if (scheme === 'mailto:') return beforeAny(rest, '?') || null
  const authority = beforeAny(rest, '/?#\\')
  // What stands before an @ is made to look like a host and is not.
  return authority.slice(authority.lastIndexOf('@') + 1).toLowerCase() || null
}

/** The bare address that begins at `start`, or null. Punctuation at its end belongs to the sentence. */
export function bareLink(text: string, start: number, limit: number): string | null {
  const scheme = SCHEMES.find((candidate) => startsWithAt(text, candidate, start))
  if (!scheme) return null
  const most = Math.min(limit, start + MOST_LENGTH)
  let end = start
  while (end < most && !isEndOfAddress(text.charAt(end))) end += 1
  while (end > start && isSentencePunctuation(text, start, end)) end -= 1
  const href = text.slice(start, end)
  return href.length > scheme.length && linkHost(href) !== null ? href : null
}

function startsWithAt(text: string, scheme: string, start: number): boolean {
  return text.slice(start, start + scheme.length).toLowerCase() === scheme
}

function isEndOfAddress(character: string): boolean {
  return character <= ' ' || character === '<' || character === '>' || character === '"' || character === '`'
}

function isSentencePunctuation(text: string, start: number, end: number): boolean {
  const last = text.charAt(end - 1)
  if (last !== ')') return ".,;:!?*~'“”»".includes(last)
  return !text.slice(start, end).includes('(')
}

function beforeAny(text: string, stops: string): string {
  let end = 0
  while (end < text.length && !stops.includes(text.charAt(end))) end += 1
  return text.slice(0, end)
}

function hasSpaceOrControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code <= 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0x2028 || code === 0x2029) return true
  }
  return false
}
