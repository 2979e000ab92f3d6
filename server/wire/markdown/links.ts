const LONGEST = 2_048

const SCHEME = /(?:https?:\/\/|mailto:)/iy
const ADDRESS = /^(?:https?:\/\/[^\s/?#]+|mailto:[^\s@]+@[^\s@]+)/i
/** Signs that end a sentence rather than an address. */
const CLOSING = '.,;:!?*~_\'"'

/** The target in `(…)` at `at`, when it is one that may be linked to; `end` is behind the bracket. */
export function targetAt(text: string, at: number): { href: string; end: number } | undefined {
  if (text.charAt(at) !== '(' || !hasScheme(text, at + 1)) return undefined
  let depth = 0
  for (let end = at; end < text.length && end - at <= LONGEST; end += 1) {
    const sign = text.charAt(end)
    if (!isAddressSign(sign)) return undefined
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (depth === 0) {
      const href = text.slice(at + 1, end)
      return ADDRESS.test(href) ? { href, end: end + 1 } : undefined
    }
  }
  return undefined
}

/** Where an address that is written out ends; undefined when there is none at `at`. */
export function bareLinkAt(text: string, at: number): number | undefined {
  if (!hasScheme(text, at)) return undefined
  let end = at
  let depth = 0
  while (end < text.length && end - at < LONGEST && isBareSign(text.charAt(end))) {
    depth += depthOf(text.charAt(end))
    end += 1
  }
  while (end > at) {
    const last = text.charAt(end - 1)
    // The bracket around an address is not its own.
    if (!CLOSING.includes(last) && !(last === ')' && depth < 0)) break
    depth -= depthOf(last)
    end -= 1
  }
  return ADDRESS.test(text.slice(at, end)) ? end : undefined
}

function depthOf(sign: string): number {
  if (sign === '(') return 1
  return sign === ')' ? -1 : 0
}

function hasScheme(text: string, at: number): boolean {
  SCHEME.lastIndex = at
  return SCHEME.test(text)
}

/** An address that is written out may be the words of a link: it ends with them. */
function isBareSign(sign: string): boolean {
  return sign !== '[' && sign !== ']' && isAddressSign(sign)
}

function isAddressSign(sign: string): boolean {
  if (sign > '~') return sign !== '\u007F' && !/\s/.test(sign)
  return sign > ' ' && sign !== '<' && sign !== '>' && sign !== '"'
}
