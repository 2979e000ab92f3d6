import type {} from '@fastify/swagger'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Compile } from 'typebox/compile'
import { Refusal } from '#wire/refusal'
import { ExportParams, ExportQuery, type ExportFormat } from '#protocol/audit'
import { readHead, recordAudit } from '../../platform/audit-log.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Callers, Deps } from '../../realtime/feature.ts'
import { CSV_HEAD, csvRow } from './csv.ts'
import { accessInstallationLog, accessOrganisationLog, presentLine, type Reading } from './events.ts'
import { readAfter, type Filter } from './lines.ts'
import { namesIn } from './names.ts'

const EXPORTS: Limit = { name: 'audit.export', points: 30, perSeconds: 60 * 60 }
const LINES_AT_ONCE = 500

const query = Compile(ExportQuery)
const params = Compile(ExportParams)

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/** The log as a file, for those who read it on their pages; read in pieces, so that its length does not matter. */
export function openExports(http: FastifyInstance, callers: Callers, deps: Deps): void {
  for (const format of ['csv', 'json'] as const) {
    http.get(
      `/api/audit/organisations/:organisationId.${format}`,
      { schema: { hide: true } },
      async (request, reply) => {
        const actor = await callers.actor(request, 'organisation.readAudit')
        if (!params.Check(request.params)) throw new Refusal('invalid', 'no such organisation')
        const { organisationId } = request.params
        return answer(deps, actor, request, reply, format, () => accessOrganisationLog(deps.db, actor, organisationId))
      },
    )
    http.get(`/api/audit/installation.${format}`, { schema: { hide: true } }, async (request, reply) => {
      const actor = await callers.actor(request, 'installation.readAudit')
      return answer(deps, actor, request, reply, format, () => accessInstallationLog(deps.db, actor))
    })
  }
}

async function answer(
  deps: Deps,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
  format: ExportFormat,
  access: () => Promise<Reading>,
): Promise<FastifyReply> {
  const { scope } = await access()
  if (!query.Check(request.query)) throw new Refusal('invalid', 'no such filter')
  const filter = request.query
  await deps.limits.take(EXPORTS, actor.userId)
  const organisation = scope.kind === 'organisation' ? { organisationId: scope.organisationId } : {}
  await deps.db.transaction(async (tx) => {
    recordAudit(deps, tx, { event: 'audit.exported', actorId: actor.userId, ...organisation, details: { format } })
  })
  const pieces = format === 'csv' ? csv(deps, access, filter) : json(deps, access, filter)
  return reply
    .type(TYPES[format])
    .header('content-disposition', `attachment; filename="allmende-audit.${format}"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(pieces))
}

async function* csv(deps: Deps, access: () => Promise<Reading>, filter: Filter): AsyncGenerator<string> {
  yield CSV_HEAD
  for await (const { events } of pages(deps, access, filter)) yield events.map(csvRow).join('')
}

/** An array of what the commands give, one line each. */
async function* json(deps: Deps, access: () => Promise<Reading>, filter: Filter): AsyncGenerator<string> {
  let isFirst = true
  for await (const { events } of pages(deps, access, filter)) {
    yield events.map((event, index) => `${isFirst && index === 0 ? '[' : ','}\n${JSON.stringify(event)}`).join('')
    isFirst = false
  }
  yield isFirst ? '[]\n' : '\n]\n'
}

/** Up to what was the end when it began. Rights are asked for every piece: whoever loses them meanwhile gets no more. */
async function* pages({ db }: Deps, access: () => Promise<Reading>, filter: Filter) {
  const { seq: upTo } = await readHead(db)
  for (let after = 0; ;) {
    const { scope, knowledge } = await access()
    const lines = await readAfter(db, scope, filter, { after, upTo, limit: LINES_AT_ONCE })
    const last = lines.at(-1)
    if (!last) return
    const names = await namesIn(db, lines, knowledge)
    yield { events: lines.map((line) => presentLine(line, scope, names)) }
    after = last.seq
  }
}
