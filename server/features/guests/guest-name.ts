import { Refusal } from '#wire/refusal'
import { GUESTS } from '#protocol/guests'

/** Controls, directions, joiners, fillers and blanks that are none: what makes a name look like another, or like nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
/** Marks piled on one letter reach into the lines around it. */
const PILED = /\p{M}{3}/u
const READABLE = /[\p{L}\p{N}]/u

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The name as everybody will see it: one way of writing for what looks the same. Throws `invalid`. */
export function readGuestName(typed: string): string {
  const name = typed
    .normalize('NFKC')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .trim()
  const length = [...characters.segment(name)].length
  if (UNSEEN.test(name) || PILED.test(name) || !READABLE.test(name) || length > GUESTS.nameLength) {
    throw new Refusal('invalid', 'not a name that everybody can read', { field: 'name' })
  }
  return name
}
