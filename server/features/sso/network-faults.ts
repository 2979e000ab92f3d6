import type { SSO_FINDINGS } from '#protocol/sso'

export type Finding = (typeof SSO_FINDINGS)[number]

const BY_CODE: readonly (readonly [RegExp, Finding])[] = [
  [/^(ENOTFOUND|EAI_\w+)$/, 'unknownName'],
  [/^(ECONNREFUSED)$/, 'refused'],
  [/TIMEOUT|^ETIMEDOUT$|^23$/, 'tooSlow'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'expired'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'wrongName'],
  [/CERT|UNABLE_TO_(GET|VERIFY)|SELF_SIGNED|CRL|^ERR_TLS|^ERR_SSL|^EPROTO$/, 'untrusted'],
]

/** What went wrong on the way, from the outermost fault to the innermost; undefined: it was not the way. */
export function networkFault(error: unknown): Finding | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? String(at.code) : at.name
    const known = BY_CODE.find(([codes]) => codes.test(code))
    if (known) return known[1]
    if (at instanceof AggregateError) {
      const inner = at.errors.map(networkFault).find((finding) => finding !== undefined)
      if (inner) return inner
    }
    if (/^(UND_ERR|ECONN|EHOST|ENET|EPIPE)/.test(code)) return 'notReached'
  }
  return undefined
}
