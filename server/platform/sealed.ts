import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/env.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
const KEY_FILE = 'secret.key'

/** What must be read again and not by whoever reads the database: client secrets, keys of second factors. */
export interface Sealer {
  /** `place` says where it is kept, e.g. `sso.clientSecret:<id>`: moved to another row it cannot be opened. */
  seal(text: string, place: string): string
  /** Throws `SealError` when it was sealed with another key, for another place, or was changed. */
  open(sealed: string, place: string): string
}

export class SealError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SealError'
  }
}

/** The key is `SECRET_KEY`, or a file below `DATA_DIR` that comes into being when something is sealed for the first time. */
export function createSealer({ secretKey, dataDir }: Pick<Config, 'secretKey' | 'dataDir'>): Sealer {
  let known: Buffer | undefined = secretKey === undefined ? undefined : Buffer.from(secretKey, 'base64')
  const key = () => (known ??= readOrMakeKey(dataDir))
  return {
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key(), nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place))
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${keyName(key())}.${body.toString('base64url')}`
    },
    open(sealed, place) {
      const [name, content = ''] = sealed.split('.')
      if (name !== keyName(key()))
        throw new SealError('sealed with another key: SECRET_KEY or DATA_DIR/secret.key is not the one it was')
      const body = Buffer.from(content, 'base64url')
      const end = body.length - TAG_BYTES
      try {
        const opener = createDecipheriv(CIPHER, key(), body.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        opener.setAAD(Buffer.from(place)).setAuthTag(body.subarray(end))
        return opener.update(body.subarray(NONCE_BYTES, end), undefined, 'utf8') + opener.final('utf8')
      } catch (cause) {
        throw Object.assign(new SealError('changed, or sealed for another place'), { cause })
      }
    },
  }
}

/** Which key something was sealed with, without telling it. */
function keyName(key: Buffer): string {
  return createHash('sha256').update('name of the key').update(key).digest('base64url').slice(0, 8)
}

function readOrMakeKey(dataDir: string): Buffer {
  const file = join(dataDir, KEY_FILE)
  mkdirSync(dataDir, { recursive: true })
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 })
  try {
    // A hard link appears whole or not at all: of two nodes that share a directory one makes the key of both.
    linkSync(mine, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(mine, { force: true })
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== KEY_BYTES) throw new SealError(`${file} holds no key of ${KEY_BYTES} bytes`)
  return key
}
