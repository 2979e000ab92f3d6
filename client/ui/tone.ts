const TONES = 8

/** One of the eight quiet tones, always the same for an id. */
export function toneClass(id: string): string {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521
  return `tone-${(sum % TONES) + 1}`
}

/** `Maria von der Heide` → `MH`; for one word its first letter. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = firstLetter(words[0] ?? '')
  return words.length > 1 ? first + firstLetter(words.at(-1) ?? '') : first
}

export function firstLetter(word: string): string {
  return (/\p{L}|\p{N}/u.exec(word)?.[0] ?? '').toLocaleUpperCase()
}
