import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseAddress } from '../../server/features/invitations/address.ts'
import { readPeople } from '../../server/features/invitations/list.ts'

const read = (text: string) => readPeople(text).map(({ email, name }) => (name === null ? email : `${name} <${email}>`))

test('a list is read however town halls write it', () => {
  const maria = 'Maria Schulte <maria@arnsberg.example>'
  const jörg = 'Jörg Weiß <joerg@soest.example>'
  for (const text of [
    'Maria Schulte <maria@arnsberg.example>\nJörg Weiß <joerg@soest.example>',
    'Maria Schulte <maria@arnsberg.example>; Jörg Weiß <joerg@soest.example>;',
    'Maria Schulte <maria@arnsberg.example>, Jörg Weiß <joerg@soest.example>',
    '"Schulte, Maria" <maria@arnsberg.example>; "Weiß, Jörg" <joerg@soest.example>',
    'Schulte, Maria <maria@arnsberg.example>; Weiß, Jörg <joerg@soest.example>',
    '\uFEFFName;E-Mail\r\nMaria Schulte;maria@arnsberg.example\r\nJörg Weiß;joerg@soest.example\r\n',
    'E-Mail-Adresse;Nachname;Vorname;Amt\nmaria@arnsberg.example;Schulte;Maria;Bauamt\njoerg@soest.example;Weiß;Jörg;Amt 66',
    'maria@arnsberg.example\tMaria Schulte\njoerg@soest.example\tJörg Weiß',
    'Maria Schulte,maria@arnsberg.example\n"Weiß, Jörg",joerg@soest.example',
    'maria@arnsberg.example;Maria;Schulte\njoerg@soest.example;Jörg;Weiß',
    'Maria Schulte;Bauamt;maria@arnsberg.example;02931 12\nJörg Weiß;;joerg@soest.example;',
    "  Maria Schulte  ;  MARIA@Arnsberg.Example  \n\n\n Jörg Weiß ; 'joerg@soest.example'",
  ])
    expect(read(text), text).toEqual([maria, jörg])
})

test('what cannot be read is shown as it stands, and nothing else is lost for it', () => {
  expect(readPeople('Maria Schulte\n"Jonas; jonas@soest.example\nfritz@\nvera@olpe.example')).toEqual([
    { source: 'Maria Schulte', email: null, name: null },
    { source: '"Jonas jonas@soest.example', email: 'jonas@soest.example', name: 'Jonas' },
    { source: 'fritz@', email: null, name: null },
    { source: 'vera@olpe.example', email: 'vera@olpe.example', name: null },
  ])
  expect(readPeople('')).toEqual([])
  expect(readPeople('Name;E-Mail\n')).toEqual([])
})

test('one mailbox is one address, and an address that looks like another one is not it', () => {
  expect(normaliseAddress(' Maria.Schulte@Arnsberg.Example ')).toBe('maria.schulte@arnsberg.example')
  expect(normaliseAddress('info@münchen.example')).toBe('info@xn--mnchen-3ya.example')
  expect(normaliseAddress('maria+projekt@arnsberg.example')).toBe('maria+projekt@arnsberg.example')
  for (const trick of [
    'mаria@arnsberg.example', // a Cyrillic а
    'mi\u212Aa@arnsberg.example', // the Kelvin sign, which is k in lower case
    'maria@arnsberg.example\r\nBcc: all@arnsberg.example',
    'maria@arnsberg.example, fritz@evil.example',
    'maria@evil.example@arnsberg.example',
    '"maria"@arnsberg.example',
    'maria@[10.0.0.1]',
    'maria@10.0.0.1',
    'maria@localhost',
    'maria..s@arnsberg.example',
    `${'m'.repeat(65)}@arnsberg.example`,
    'maria\u0000@arnsberg.example',
    'maria@arnsberg.example?x',
  ])
    expect(normaliseAddress(trick), JSON.stringify(trick)).toBeUndefined()
})

const letters = fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzäöüßéłñ'))
const word = fc
  .array(letters, { minLength: 2, maxLength: 9 })
  .map((found) => found.join(''))
  .map((text) => text.charAt(0).toUpperCase() + text.slice(1))
const address = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}([.+_-][a-z0-9]{1,6})?$/),
    fc.stringMatching(/^[a-z][a-z0-9-]{0,6}[a-z0-9]$/),
  )
  .map(([local, domain]) => `${local}@${domain}.example`)
const person = fc.record({ given: word, family: word, email: address })
type Person = { given: string; family: string; email: string }

const WRITINGS: readonly ((person: Person) => string)[] = [
  ({ given, family, email }) => `${given} ${family} <${email}>`,
  ({ given, family, email }) => `${given} ${family};${email}`,
  ({ given, family, email }) => `${email};${given} ${family}`,
  ({ given, family, email }) => `"${family}, ${given}" <${email}>`,
  ({ given, family, email }) => `${family}, ${given};${email.toUpperCase()}`,
  ({ given, family, email }) => `"${given} ${family}";"${email}"`,
  ({ given, family, email }) => `${given};${family};${email}`,
]

test('whoever is written down is read, with name and address, in order, once', () => {
  const lists = fc.array(fc.tuple(person, fc.constantFrom(...WRITINGS)), { minLength: 1, maxLength: 40 })
  const ends = fc.constantFrom('\n', '\r\n', '\r', '\n\n')
  fc.assert(
    fc.property(lists, ends, fc.boolean(), (list, end, marked) => {
      const text = (marked ? '\uFEFF' : '') + list.map(([who, write]) => `${write(who)};`).join(end)
      const expected = list.map(([{ given, family, email }]) => `${given} ${family} <${email}>`)
      expect(read(text)).toEqual(expected)
    }),
  )
})

test('any text at all is read without fault: each address is one that can be written to, each name one line', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      address,
      fc.constantFrom(';', ',', '\t', '"', '\n', '<', '>', '@'),
    ),
  )
  fc.assert(
    fc.property(pieces, (parts) => {
      for (const { email, name } of readPeople(parts.join(''))) {
        if (email !== null) expect(normaliseAddress(email)).toBe(email)
        expect(name ?? 'x').toMatch(/^[^\p{C}<>"]{1,120}$/u)
      }
    }),
  )
})
