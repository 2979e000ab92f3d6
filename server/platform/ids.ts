import { createHash, randomBytes, randomFillSync } from 'node:crypto'
import { v7, validate } from 'uuid'

/** A new id, UUID version 7: sorts by creation, made in the application because Postgres < 18 cannot. */
export function newId(): string {
  return v7({ random: sixteenRandomBytes() })
}

const BYTES = 16
/** Asking the system for randomness costs more than everything else of an id: it is asked for many at once. */
const pool = Buffer.allocUnsafe(256 * BYTES)
let used: number = pool.length

function sixteenRandomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += BYTES
  return pool.subarray(used - BYTES, used)
}

/** A secret for links and cookies: 256 bits, base64url, 43 characters. Only its hash is stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret: SHA-256, hex. Secrets are random, so no salt and no slow hash is needed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whether a text a client sent can be an id at all: the database refuses to compare anything else. */
export function isId(text: string): boolean {
  return validate(text)
}
