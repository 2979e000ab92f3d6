import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { organisationPeople, organisations, pictures } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    organisation_people: {
      columns: { user_id: 'who', organisation_id: 'the body they belong to', role: 'whether they administrate it' },
      kept: 'As long as the account exists; goes with it.',
    },
    pictures: {
      columns: { user_id: 'whose photo', image: 'the photo, made anew without place, time or device of the file' },
      kept: 'Until they take it away or choose another; goes with the account. Shown to those who see them in a list of people.',
    },
  },
  async exportFor(db, userId) {
    const memberships = await db
      .select({ organisation: organisations.name, role: organisationPeople.role })
      .from(organisationPeople)
      .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
      .where(eq(organisationPeople.userId, userId))
    const photos = await db.select({ image: pictures.image }).from(pictures).where(eq(pictures.userId, userId))
    return {
      organisation_people: memberships,
      pictures: photos.map(({ image }) => ({ image: `data:image/webp;base64,${image.toString('base64')}` })),
    }
  },
}
