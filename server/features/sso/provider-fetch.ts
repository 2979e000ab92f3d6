import { rootCertificates } from 'node:tls'
import { Agent, fetch as undiciFetch } from 'undici'

/** A provider that does not answer for so long is not there. */
export const PROVIDER_PATIENCE_MS = 8_000
/** What a provider says of itself, its keys and somebody: no honest one needs more. */
const MOST_BYTES = 512 * 1024

/**
 * Asks one provider and nobody else: with the certificates it was entered with, without following a redirect, and with bounds of
 * time and size. Closed by whoever opened it.
 */
export interface ProviderLine {
  readonly fetch: (url: string, init?: { signal?: AbortSignal | undefined }) => Promise<Response>
  close(): Promise<void>
}

export function openProviderLine(caCertificates: string | null): ProviderLine {
  const agent = new Agent({
    connect: {
      timeout: PROVIDER_PATIENCE_MS,
      ...(caCertificates === null ? {} : { ca: [...rootCertificates, caCertificates] }),
    },
    headersTimeout: PROVIDER_PATIENCE_MS,
    bodyTimeout: PROVIDER_PATIENCE_MS,
    maxResponseSize: MOST_BYTES,
    connections: 4,
    keepAliveTimeout: 5_000,
  })
  return {
    fetch: (url, init) => {
      const signals = [AbortSignal.timeout(PROVIDER_PATIENCE_MS), ...(init?.signal ? [init.signal] : [])]
      const bounds = { dispatcher: agent, redirect: 'manual', signal: AbortSignal.any(signals) } as const
      return undiciFetch(url, { ...init, ...bounds })
    },
    close: () => agent.destroy(),
  }
}
