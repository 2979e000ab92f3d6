import { newSecret } from '../../platform/ids.ts'

/** What a secret is for, told by how it begins: so that it is recognised where it does not belong. */
const PREFIXES = { personal: 'alm_p_', project: 'alm_t_', incoming: 'alm_h_', signing: 'alm_s_' } as const

/** 256 random bits behind a prefix that scanners for secrets can look for. */
export function newIntegrationSecret(kind: keyof typeof PREFIXES): string {
  return PREFIXES[kind] + newSecret()
}
