import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'

/** Whose password it becomes: what everybody knows of somebody is guessed first. */
export interface PasswordContext {
  readonly name?: string
  readonly email?: string
}

/** Why a password was refused. The interface has a sentence for each. */
export type PasswordFault = 'password.short' | 'password.common' | 'password.personal' | 'password.repeated'

const PRODUCT = 'allmende'
/** So much must be left of a password without what is known of the person. */
const LEAST_OWN = 8
/** A part of a name or address that is shorter says nothing. */
const LEAST_PART = 4
/** Keys beside each other, as fingers find them. */
const ROWS = [
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertzuiopü',
  'qwertyuiop',
  'asdfghjklöä',
  'yxcvbnm',
  'zxcvbnm',
]
const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  $: 's',
  '@': 'a',
}

/**
 * Checks a password somebody wants to have: long enough, nothing that is guessed first, and no rules on what it is made of.
 * Throws `invalid` with the field and a `PasswordFault` as the reason.
 */
export async function checkNewPassword(
  password: string,
  context: PasswordContext = {},
  field = 'password',
): Promise<void> {
  const fault = await findFault(password, context)
  if (fault) throw new Refusal('invalid', 'a password that is guessed first', { field, reason: fault })
}

async function findFault(password: string, context: PasswordContext): Promise<PasswordFault | undefined> {
  const plain = password.normalize('NFKC').toLowerCase()
  if (Array.from(plain).length < LIMITS.passwordMinLength) return 'password.short'
  if (isRepeated(plain)) return 'password.repeated'
  if (isPersonal(plain, context)) return 'password.personal'
  return (await isCommon(plain)) ? 'password.common' : undefined
}

/** One piece again and again, a few characters only, or rows of the keyboard. */
function isRepeated(plain: string): boolean {
  const joined = plain.replaceAll(/\s/g, '')
  if (new Set(joined).size < 5) return true
  return /^(.{1,12}?)\1+.{0,3}$/u.test(joined) || withoutRows(joined).length < LEAST_OWN / 2
}

function withoutRows(joined: string): string {
  const runs = ROWS.flatMap((row) => [row, Array.from(row).toReversed().join('')])
  let left = joined
  for (let length = 10; length >= 4; length--) {
    for (const row of runs) {
      const ring = row + row
      for (let at = 0; at < row.length; at++) left = left.replaceAll(ring.slice(at, at + length), '')
    }
  }
  return left
}

function isPersonal(plain: string, { name = '', email = '' }: PasswordContext): boolean {
  const parts = `${name} ${email.split('@').join(' ')} ${PRODUCT}`.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const known = parts.filter((part) => part.length >= LEAST_PART).toSorted((a, b) => b.length - a.length)
  const left = known.reduce((text, part) => text.replaceAll(part, ''), plain)
  return left !== plain && left.replaceAll(/[\s\p{P}]/gu, '').length < LEAST_OWN
}

/** As it stands, without what is put around a word, and with its letters written as digits read back. */
async function isCommon(plain: string): Promise<boolean> {
  const list = await commonPasswords()
  const joined = plain.replaceAll(/\s/g, '')
  const bare = joined.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return [joined, bare, readBack(joined), readBack(bare)].some((form) => list.has(form))
}

function readBack(text: string): string {
  return Array.from(text)
    .map((sign) => LOOKALIKES[sign] ?? sign)
    .join('')
}

let common: Promise<ReadonlySet<string>> | undefined

/** Some thirty thousand words are read when the first password is set, not at every start. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set([...dictionary['passwords-common'], ...GERMAN]),
  )
  return common
}

/** The list is of English leaks. */
const GERMAN = `
  passwort kennwort geheim hallowelt willkommen schatz sommer winter frühling fruehling herbst deutschland rathaus
  bürgermeister buergermeister stadtverwaltung gemeinde fußball fussball meinpasswort dasistmeinpasswort neuespasswort
  ichliebedich sonnenschein
`
  .trim()
  .split(/\s+/)
