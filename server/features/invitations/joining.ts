import { and, eq, gt } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { ReadJoinLink, RequestJoinLink, UseJoinLink } from '#protocol/invitations'
import type { Queries } from '../../platform/db.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import { mailKind, queueMail, writeMails } from '../../platform/mail-queue.ts'
import { lineInMail, mailOf, nameInMail } from '../../platform/mail-template.ts'
import type { MailMessage } from '../../platform/mail.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import {
  beginSession,
  checkNewPassword,
  findUserByEmail,
  hashPassword,
  mayUsePassword,
  providerOnly,
  readMe,
} from '../auth/index.ts'
import { type DomainOwner, insertPerson, isAnyDomainOpen, organisationOfDomain } from '../orgs/index.ts'
import { countLook, recordNewAccount } from './accept.ts'
import { domainOf, normaliseAddress } from './address.ts'
import { takesPasswords } from './home.ts'
import { joinWords, knownWords } from './mail-texts.ts'
import { joinLinks } from './tables.ts'

const JOIN_LINK_MS = 24 * 60 * 60 * 1_000
/** Mails to one address, from anywhere. */
const TO_ADDRESS: Limit = { name: 'invitations.joinTo', points: 3, perSeconds: 60 * 60 }
const FROM_LINE: Limit = { name: 'invitations.joinFrom', points: 60, perSeconds: 60 * 60 }
const FROM_ANYWHERE: Limit = { name: 'invitations.joinHere', points: 2_000, perSeconds: 60 * 60 }
/** Uses of one link: each costs a hash. */
const USED: Limit = { name: 'invitations.joinUsed', points: 10, perSeconds: 15 * 60 }

const JoinMail = mailKind<{ joinLinkId: string }>('invitations.joinMail')

export async function readJoining({ db, mail }: Deps): Promise<{ isPossible: boolean }> {
  return { isPossible: mail.isConfigured && (await isAnyDomainOpen(db)) }
}

/** Does the same for every address; whom it is and what becomes of it is found out when the mail is written. */
export async function requestJoinLink(
  deps: Deps,
  { email, language }: InputOf<typeof RequestJoinLink>,
  call: CookieCall,
): Promise<null> {
  const address = normaliseAddress(email)
  await deps.limits.take(FROM_LINE, call.remoteAddress)
  await deps.limits.take(FROM_ANYWHERE, 'installation')
  if (address === undefined) throw new Refusal('invalid', 'nobody can be reached there', { field: 'email' })
  await deps.limits.take(TO_ADDRESS, address)
  const expiresAt = new Date(deps.clock.now().getTime() + JOIN_LINK_MS)
  await deps.db.transaction(async (tx) => {
    const [link] = await tx
      .insert(joinLinks)
      .values({ id: newId(), email: address, language, expiresAt })
      .onConflictDoUpdate({ target: joinLinks.email, set: { language, expiresAt, tokenHash: null } })
      .returning({ id: joinLinks.id })
    if (link) await queueMail(deps, tx, JoinMail, { joinLinkId: link.id })
  })
  return null
}

export function registerJoinMail(deps: Deps): void {
  writeMails(deps, JoinMail, { write: ({ joinLinkId }) => writeJoinMail(deps, joinLinkId) })
}

async function writeJoinMail(deps: Deps, id: string): Promise<MailMessage | undefined> {
  const { db, config } = deps
  const [link] = await db.select().from(joinLinks).where(eq(joinLinks.id, id))
  if (!link) return undefined
  const owner = await openOwner(db, link.email)
  const account = await findUserByEmail(db, link.email)
  const host = config.publicUrl.host
  const { email, language } = link
  if (!owner || account) {
    await db.delete(joinLinks).where(eq(joinLinks.id, id))
    if (!owner || !account?.active) return undefined
    const { label, ...words } = knownWords[language]({ host })
    return mailOf(email, { language, ...words, button: { label, url: new URL('/sign-in', config.publicUrl) } })
  }
  const token = newSecret()
  await db
    .update(joinLinks)
    .set({ tokenHash: hashSecret(token) })
    .where(eq(joinLinks.id, id))
  const { label, ...words } = joinWords[language]({ organisation: nameInMail(owner.name), host })
  const button = { label, url: new URL(`/join/${token}`, config.publicUrl) }
  return mailOf(email, { language, ...words, subject: lineInMail(words.subject), button })
}

async function openOwner(db: Queries, email: string): Promise<DomainOwner | undefined> {
  const owner = await organisationOfDomain(db, domainOf(email))
  return owner?.joinAllowed ? owner : undefined
}

export async function readJoinLink(
  deps: Deps,
  token: string,
  call: CookieCall,
): Promise<OutputOf<typeof ReadJoinLink>> {
  await countLook(deps, call.remoteAddress)
  const { email, owner } = await openJoinLink(deps, deps.db, token)
  return { email, organisation: owner.name, byPassword: await takesPasswords(deps.db, owner.id) }
}

export async function useJoinLink(
  deps: Deps,
  { token, name, password }: InputOf<typeof UseJoinLink>,
  call: CookieCall,
): Promise<OutputOf<typeof UseJoinLink>> {
  await countLook(deps, call.remoteAddress)
  const { id, email: address } = await openJoinLink(deps, deps.db, token)
  await deps.limits.take(USED, id)
  await checkNewPassword(password, { name, email: address })
  const passwordHash = await hashPassword(password)
  const userId = await deps.db.transaction(async (tx) => {
    await tx.select({ id: joinLinks.id }).from(joinLinks).where(eq(joinLinks.id, id)).for('update')
    const { email, owner } = await openJoinLink(deps, tx, token)
    await tx.delete(joinLinks).where(eq(joinLinks.id, id))
    const person = { name, email, passwordHash }
    const created = await insertPerson(tx, person, { organisationId: owner.id, role: 'member' })
    if (!(await mayUsePassword(deps, tx, created))) throw providerOnly()
    recordNewAccount(deps, tx, { userId: created, organisationId: owner.id })
    return created
  })
  return (await beginSession(deps, deps.db, userId, call, 'link')) ?? readMe(deps, userId)
}

/** As long as the organisation still lets people of its domain come in. */
async function openJoinLink(
  { clock }: Pick<Deps, 'clock'>,
  db: Queries,
  token: string,
): Promise<{ id: string; email: string; owner: DomainOwner }> {
  const [link] = await db
    .select({ id: joinLinks.id, email: joinLinks.email })
    .from(joinLinks)
    .where(and(eq(joinLinks.tokenHash, hashSecret(token)), gt(joinLinks.expiresAt, clock.now())))
  const owner = link && (await openOwner(db, link.email))
  if (!link || !owner) throw new Refusal('gone', 'the link is used up')
  return { ...link, owner }
}
