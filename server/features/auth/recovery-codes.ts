import { and, count, eq } from 'drizzle-orm'
import { randomInt } from 'node:crypto'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret } from '../../platform/ids.ts'
import { recoveryCodes } from './tables.ts'

const CODES = 10
/** No letter that is taken for a digit, none for another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** Eighty bits, in groups that can be read out. */
const LENGTH = 16
const GROUP = 4

/** Ten new codes, told this once; earlier ones open nothing any more. */
export async function issueRecoveryCodes(tx: Transaction, userId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode)
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })))
  return codes
}

export async function countRecoveryCodes(db: Queries, userId: string): Promise<number> {
  const [row] = await db.select({ left: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  return row?.left ?? 0
}

/** Uses a code up: true for exactly one caller. */
export async function takeRecoveryCode(db: Queries, userId: string, code: string): Promise<boolean> {
  const taken = await db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, hashOf(userId, code))))
    .returning()
  return taken.length === 1
}

function newCode(): string {
  const signs = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return signs.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? signs
}

/** However it was typed. */
function hashOf(userId: string, code: string): string {
  return hashSecret(`${userId}:${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`)
}
