import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { presenceChoices } from './tables.ts'

/** Who is there and who is writing is in the memory of the nodes only, for as long as it lasts. */
export const privacy: Privacy = {
  tables: {
    presence_choices: {
      columns: {
        user_id: 'whose choice',
        presence: 'whether others see that they are there',
        typing: 'whether others see that they are writing',
      },
      kept: 'As long as the account exists. No moment is kept, neither of the choice nor of being there.',
    },
  },
  async exportFor(db, userId) {
    const { presence, typing } = presenceChoices
    const rows = await db.select({ presence, typing }).from(presenceChoices).where(eq(presenceChoices.userId, userId))
    return { presence_choices: rows }
  },
}
