import { and, eq, isNotNull } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import { hashSecret, newSecret } from '../../platform/ids.ts'
import { mailKind, writeMails } from '../../platform/mail-queue.ts'
import { lineInMail, mailOf, nameInMail, type MailContent, type MailLanguage } from '../../platform/mail-template.ts'
import type { MailMessage } from '../../platform/mail.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { peopleByIds } from '../orgs/index.ts'
import { projects } from '../projects/index.ts'
import { rooms } from '../rooms/index.ts'
import { stands, type InvitationRow } from './access.ts'
import { invitationWords } from './mail-texts.ts'
import { tellInviter } from './present.ts'
import { invitations } from './tables.ts'

export const InvitationMail = mailKind<{ invitationId: string }>('invitations.mail')

export function invitationPath(token: string): string {
  return `/invitation/${token}`
}

/** Each attempt has a link of its own: only what arrived last opens anything, and no link waits in a queue. */
export function registerInvitationMail(deps: Deps): void {
  writeMails(deps, InvitationMail, {
    write: ({ invitationId }) => writeInvitation(deps, invitationId),
    sent: ({ invitationId }) => setDelivery(deps, invitationId, 'sent'),
    refused: ({ invitationId }) => setDelivery(deps, invitationId, 'failed'),
  })
}

async function writeInvitation(deps: Deps, invitationId: string): Promise<MailMessage | undefined> {
  const { db } = deps
  const [invitation] = await db.select().from(invitations).where(eq(invitations.id, invitationId))
  if (!invitation || invitation.delivery !== 'waiting' || !(await stands(db, invitation))) return undefined
  const token = newSecret()
  await db
    .update(invitations)
    .set({ tokenHash: hashSecret(token) })
    .where(eq(invitations.id, invitationId))
  return composeInvitation(deps, invitation, token)
}

async function setDelivery(deps: Deps, invitationId: string, delivery: 'sent' | 'failed'): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [changed] = await tx
      .update(invitations)
      .set({ delivery })
      // Without a link it was sent again meanwhile, and that mail is still to be written.
      .where(and(eq(invitations.id, invitationId), isNotNull(invitations.tokenHash)))
      .returning()
    if (changed) tellInviter(deps, tx, changed)
  })
}

async function composeInvitation(
  { db, config }: Deps,
  invitation: InvitationRow,
  token: string,
): Promise<MailMessage | undefined> {
  const inviter = (await peopleByIds(db, [invitation.invitedBy])).get(invitation.invitedBy)
  const [where] = await db
    .select({ project: projects.name, language: users.language })
    .from(projects)
    .innerJoin(users, eq(users.id, invitation.invitedBy))
    .where(eq(projects.id, invitation.projectId))
  if (!inviter || !where) return undefined
  const room = await roomName(db, invitation.roomId)
  const language: MailLanguage = where.language ?? 'de'
  const name = nameInMail(inviter.name)
  const words = invitationWords[language]({
    inviter: name,
    town: inviter.organisation === null ? null : nameInMail(inviter.organisation),
    project: nameInMail(where.project),
    room: room === null ? null : nameInMail(room),
    invited: invitation.name === null ? null : nameInMail(invitation.name),
    until: until(language, invitation.expiresAt),
    host: config.publicUrl.host,
  })
  const { label, ...content } = words
  const button = { label, url: new URL(invitationPath(token), config.publicUrl) }
  const mail: MailContent = { language, ...content, subject: lineInMail(content.subject), button }
  return { ...mailOf(invitation.email, mail), fromName: name }
}

async function roomName(db: Queries, roomId: string | null): Promise<string | null> {
  if (roomId === null) return null
  const [room] = await db.select({ name: rooms.name }).from(rooms).where(eq(rooms.id, roomId))
  return room?.name ?? null
}

/** The day, as the people here count days. */
function until(language: MailLanguage, moment: Date): string {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Europe/Berlin' }).format(moment)
}
