import { Refusal } from '#wire/refusal'

/** A media port that something else uses. The message is for whoever starts the server. */
export class MediaPortError extends Error {
  constructor(port: number) {
    super(`Media port ${port} is taken: stop what uses it, or set MEDIA_PORT to another one.`)
    this.name = 'MediaPortError'
  }
}

/**
 * Runs a request to the media worker on behalf of a client. What the worker rejects was checked as far as can be, so it is
 * the client's: `invalid`; unless the thing was closed meanwhile: `gone`.
 */
export async function refusing<T>(what: { readonly closed: boolean }, request: () => Promise<T>): Promise<T> {
  if (what.closed) throw new Refusal('gone', 'closed')
  try {
    return await request()
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (what.closed) throw new Refusal('gone', 'closed meanwhile')
    throw new Refusal('invalid', 'the media worker cannot use this')
  }
}
