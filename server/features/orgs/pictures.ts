import { eq } from 'drizzle-orm'
import type {} from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { Organisation, SetLogo, SetMyPhoto } from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/db.ts'
import { newSecret } from '../../platform/ids.ts'
import { makePicture } from '../../platform/pictures.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessOrganisation, lockOrganisation } from './access.ts'
import { readOrganisation } from './organisations.ts'
import { pictures } from './tables.ts'

/** Encoding costs more than anything else somebody can ask for. */
const SENT: Limit = { name: 'orgs.picture', points: 20, perSeconds: 60 * 60 }
const YEAR_SECONDS = 31_536_000

export async function setLogo(
  deps: Deps,
  actor: Actor,
  { organisationId, image }: InputOf<typeof SetLogo>,
): Promise<Organisation> {
  await accessOrganisation(deps.db, actor, organisationId, 'organisation.manage')
  await deps.limits.take(SENT, actor.userId)
  const logo = image === null ? undefined : await makePicture(Buffer.from(image, 'base64'), 'inside')
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    await tx.delete(pictures).where(eq(pictures.organisationId, organisationId))
    if (logo) await tx.insert(pictures).values({ id: newSecret(), organisationId, image: logo })
    const subject = { kind: 'organisation', id: organisationId }
    recordAudit(deps, tx, { event: 'orgs.logoSet', actorId: actor.userId, organisationId, subject })
    return readOrganisation(tx, actor, organisationId)
  })
}

export async function setMyPhoto(
  deps: Deps,
  { userId }: Actor,
  { image }: InputOf<typeof SetMyPhoto>,
): Promise<{ picture: string | null }> {
  await deps.limits.take(SENT, userId)
  const photo = image === null ? undefined : await makePicture(Buffer.from(image, 'base64'), 'cover')
  return deps.db.transaction((tx) => replacePhoto(tx, userId, photo))
}

async function replacePhoto(
  tx: Transaction,
  userId: string,
  image: Buffer | undefined,
): Promise<{ picture: string | null }> {
  if (!image) {
    await tx.delete(pictures).where(eq(pictures.userId, userId))
    return { picture: null }
  }
  const id = newSecret()
  await tx
    .insert(pictures)
    .values({ id, userId, image })
    .onConflictDoUpdate({ target: pictures.userId, set: { id, image } })
  return { picture: id }
}

export async function readMyPhoto({ db }: Deps, { userId }: Actor): Promise<{ picture: string | null }> {
  const [found] = await db.select({ picture: pictures.id }).from(pictures).where(eq(pictures.userId, userId))
  return found ?? { picture: null }
}

/**
 * The way to a picture: whoever was told its id may look, and nobody finds one by trying. What is behind an id never changes, so
 * browsers keep it; shared caches do not.
 */
export function servePictures(http: FastifyInstance, { db }: Pick<Deps, 'db'>): void {
  http.get<{ Params: { id: string } }>('/pictures/:id', { schema: { hide: true } }, async (request, reply) => {
    const [found] = await db.select({ image: pictures.image }).from(pictures).where(eq(pictures.id, request.params.id))
    if (!found) throw new Refusal('not_found', 'no such picture')
    return reply
      .headers({
        'content-type': 'image/webp',
        'cache-control': `private, max-age=${YEAR_SECONDS}, immutable`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      })
      .send(found.image)
  })
}
