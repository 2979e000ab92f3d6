import { expect, test } from 'vitest'
import { checkNewPassword } from '../../server/features/auth/index.ts'
import { PASSWORD } from '../support/town.ts'

const MARIA = { name: 'Maria Schulte-Berg', email: 'm.schulte@arnsberg.example' }

async function faultOf(password: string): Promise<string | undefined> {
  try {
    await checkNewPassword(password, MARIA, 'next')
    return undefined
  } catch (refusal) {
    expect(refusal).toMatchObject({ code: 'invalid', details: { field: 'next' } })
    return (refusal as { details: { reason?: string } }).details.reason
  }
}

test.each([
  PASSWORD,
  'Der Fluss steigt im Herbst',
  'adler-regen-tulpe-4711',
  'tausend rote Regenschirme',
  'correct horse battery staple',
  'x7#Kq-92!vLm',
  '密碼保護市政廳的門和窗戶嗎',
  'Grüße aus dem Sauerland',
])('%s is taken: length is enough, whatever it is made of', async (password) => {
  expect(await faultOf(password)).toBeUndefined()
})

test.each([
  ['kurz aber gut', undefined],
  ['zu kurz', 'password.short'],
  // Twelve units of UTF-16 are six characters.
  ['🏛🏛🌊🌊🌳🌳', 'password.short'],
  ['aaaaaaaaaaaaaaaa', 'password.repeated'],
  ['abcabcabcabcabc', 'password.repeated'],
  ['passwort passwort', 'password.repeated'],
  ['qwertzuiop1234', 'password.repeated'],
  ['123456789012', 'password.repeated'],
  ['0987654321qwertz', 'password.repeated'],
  ['Passwort123456!', 'password.common'],
  ['P4ssw0rt!!!2024', 'password.common'],
  ['Stadtverwaltung 2026', 'password.common'],
  ['Manchester 12', 'password.common'],
  ['Maria.Schulte-2026', 'password.personal'],
  ['arnsberg allmende', 'password.personal'],
  ['ALLMENDE-2026!', 'password.personal'],
])('%s: %s', async (password, fault) => {
  expect(await faultOf(password)).toBe(fault)
})
