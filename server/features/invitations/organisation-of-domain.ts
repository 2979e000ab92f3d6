import type { Queries } from '../../platform/db.ts'

/** The organisation that answers for a mail domain: it has shown that the domain is its own. */
export interface DomainOwner {
  id: string
  name: string
  /** Whether whoever has an address there may make an account as one of its people. */
  joinAllowed: boolean
}

export async function organisationOfDomain(_db: Queries, _domain: string): Promise<DomainOwner | undefined> {
  return undefined
}

/** Every domain an organisation has shown to be its own. */
export async function domainsOf(_db: Queries, _organisationId: string): Promise<readonly string[]> {
  return []
}

/** Whether anybody can make an account by the domain of their address. */
export async function isAnyDomainOpen(_db: Queries): Promise<boolean> {
  return false
}
