import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import type { PasskeyAnswer, PasskeyRegistration } from '#protocol/auth'
import { ORIGIN } from './app.ts'

/** What a hostile or broken authenticator, or a page in between, does otherwise. */
export interface Quirks {
  origin?: string
  rpId?: string
  /** Whether the person was asked for a finger or a PIN. */
  verified?: boolean
  /** The counter stands still: somebody has copied the key. */
  frozen?: boolean
}

interface Credential {
  id: Buffer
  key: KeyObject
  counter: number
}

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 }

/** A passkey in software: one credential, ES256, no attestation; makes what a browser would send. */
export class Authenticator {
  #credential: Credential | undefined

  get credentialId(): string {
    return this.#own().id.toString('base64url')
  }

  /** A second device with the same key, as it stands now. */
  copy(): Authenticator {
    const other = new Authenticator()
    other.#credential = { ...this.#own() }
    return other
  }

  /** Answers what `auth.beginPasskey` gives. */
  register(options: Record<string, unknown>, quirks: Quirks = {}): PasskeyRegistration {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const credential = { id: randomBytes(32), key: privateKey, counter: 0 }
    this.#credential = credential
    const length = Buffer.alloc(2)
    length.writeUInt16BE(credential.id.length)
    const attested = Buffer.concat([Buffer.alloc(16), length, credential.id, coseKey(publicKey)])
    const authData = Buffer.concat([this.#data(FLAGS.attested, quirks), attested])
    const attestation = cborMap([
      ['fmt', cborText('none')],
      ['attStmt', Buffer.from([0xa0])],
      ['authData', cborBytes(authData)],
    ])
    return {
      ...named(credential.id),
      response: {
        clientDataJSON: clientData('webauthn.create', options, quirks).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    }
  }

  /** Answers what `auth.askForPasskey` gives. */
  answer(options: Record<string, unknown>, quirks: Quirks = {}): PasskeyAnswer {
    const credential = this.#own()
    if (!quirks.frozen) credential.counter += 1
    const authData = this.#data(0, quirks)
    const client = clientData('webauthn.get', options, quirks)
    const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()])
    return {
      ...named(credential.id),
      response: {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, credential.key).toString('base64url'),
      },
    }
  }

  #own(): Credential {
    if (!this.#credential) throw new Error('nothing is registered')
    return this.#credential
  }

  #data(flags: number, { rpId = new URL(ORIGIN).hostname, verified = true }: Quirks): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#own().counter)
    const said = FLAGS.present | flags | (verified ? FLAGS.verified : 0)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([said]), counter])
  }
}

function named(id: Buffer) {
  const text = id.toString('base64url')
  return { id: text, rawId: text, type: 'public-key' as const, clientExtensionResults: {} }
}

function clientData(type: string, { challenge }: Record<string, unknown>, { origin = ORIGIN }: Quirks): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

/** COSE: EC2, ES256, P-256. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = (text: string) => cborBytes(Buffer.from(text, 'base64url'))
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    point(x),
    Buffer.from([0x22]),
    point(y),
  ])
}

function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 0xff]
  return Buffer.concat([Buffer.from(head), bytes])
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])
}

function cborMap(entries: readonly (readonly [string, Buffer])[]): Buffer {
  return Buffer.concat([
    Buffer.from([0xa0 + entries.length]),
    ...entries.flatMap(([key, value]) => [cborText(key), value]),
  ])
}
