import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import type { PasskeyAnswer, PasskeyOptions, PasskeyRegistration } from '#protocol/auth'
import type { Static } from 'typebox'

type Options = Static<typeof PasskeyOptions>

/** The person or their browser did not go on: closed, waited too long, nothing there. Nothing was changed. */
export class PasskeyStopped extends Error {
  readonly reason: 'stopped' | 'known' | 'unsupported'

  constructor(reason: PasskeyStopped['reason'], cause?: unknown) {
    super(`passkey: ${reason}`, { cause })
    this.name = 'PasskeyStopped'
    this.reason = reason
  }
}

/** Has the browser show a passkey. Throws `PasskeyStopped`. */
export async function showPasskey(options: Options): Promise<PasskeyAnswer> {
  needSupport()
  return orStopped(() => startAuthentication({ optionsJSON: options as never }))
}

/**
 * Lets the browser offer its passkeys below the field of the address. Undefined where it cannot, or when something else was
 * chosen instead.
 */
export async function offerInField(options: () => Promise<Options>): Promise<PasskeyAnswer | undefined> {
  if (!(await browserSupportsWebAuthnAutofill())) return undefined
  try {
    return await startAuthentication({ optionsJSON: (await options()) as never, useBrowserAutofill: true })
  } catch {
    return undefined
  }
}

export function stopOffering(): void {
  WebAuthnAbortService.cancelCeremony()
}

/** Has the browser make a passkey. Throws `PasskeyStopped`. */
export async function makePasskey(options: Options): Promise<PasskeyRegistration> {
  needSupport()
  return orStopped(() => startRegistration({ optionsJSON: options as never }))
}

function needSupport(): void {
  if (!browserSupportsWebAuthn()) throw new PasskeyStopped('unsupported')
}

async function orStopped<T>(work: () => Promise<unknown>): Promise<T> {
  try {
    return (await work()) as T
  } catch (error) {
    const isKnown = error instanceof Error && (error.name === 'InvalidStateError' || hasCode(error))
    throw new PasskeyStopped(isKnown ? 'known' : 'stopped', error)
  }
}

function hasCode(error: Error): boolean {
  return 'code' in error && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'
}
