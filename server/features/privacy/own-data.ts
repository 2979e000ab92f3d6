import type { OutputOf } from '#wire/command'
import type { ExportOwnData, HeldKind } from '#protocol/privacy'
import type { PlainRow } from '../../platform/privacy.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'

/** Reading everything of somebody costs; nobody needs it often. */
const READ: Limit = { name: 'privacy.readOwn', points: 60, perSeconds: 60 * 60 }
const EXPORTED: Limit = { name: 'privacy.exportOwn', points: 10, perSeconds: 60 * 60 }

export async function readOwnData(deps: Deps, actor: Actor): Promise<HeldKind[]> {
  await deps.limits.take(READ, actor.userId)
  const own = await rowsByTable(deps, actor.userId)
  return [...own].filter(([, rows]) => rows.length > 0).map(([table, rows]) => ({ table, rows: rows.length }))
}

export async function exportOwnData(deps: Deps, actor: Actor): Promise<OutputOf<typeof ExportOwnData>> {
  await deps.limits.take(EXPORTED, actor.userId)
  const own = await rowsByTable(deps, actor.userId)
  return deps.held.flatMap(({ tables }) =>
    Object.entries(tables).flatMap(([table, { kept, columns }]) => {
      const rows = own.get(table) ?? []
      return rows.length > 0 ? [{ table, kept, columns: { ...columns }, rows: [...rows] }] : []
    }),
  )
}

async function rowsByTable({ db, held }: Deps, userId: string): Promise<Map<string, readonly PlainRow[]>> {
  const own = new Map<string, readonly PlainRow[]>()
  for (const feature of held) {
    for (const [table, rows] of Object.entries(await feature.exportFor(db, userId))) own.set(table, rows)
  }
  return own
}
