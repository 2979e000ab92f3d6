import type { FinalTruth } from '../ledger.ts'
import type { FinalClient, FinalRoom, SeenMessage } from '../record.ts'
import type { Finding, Run } from './index.ts'
import { isSame } from './sequences.ts'

/** Above this unread messages are not counted. */
const MOST_UNREAD = 100

/** What every client shows in the end is what Postgres holds. */
export function checkFinals({ people, clients, truth }: Run): Finding[] {
  return clients.flatMap((client) => {
    const findings: Finding[] = []
    const report = (kind: Finding['kind'], what: string) =>
      findings.push({ kind, what: `person ${client.who} in the end: ${what}` })
    checkClient(client, people[client.who] ?? '', truth, report)
    return findings
  })
}

type Report = (kind: Finding['kind'], what: string) => void

function checkClient(client: FinalClient, userId: string, truth: FinalTruth, report: Report): void {
  if (client.unsettled !== '') report('lost', client.unsettled)
  for (const { clientId, state } of client.pending) {
    if (state !== 'failed') report('lost', `message ${clientId} is still ${state}`)
  }
  const shown = new Map(client.rooms.map((room) => [room.id, room]))
  for (const [id, seeing] of truth.people) {
    const room = shown.get(id)
    if (room && !seeing.has(userId)) report('leaked', `shows room ${id}, which is not theirs`)
    if (!room && seeing.has(userId)) report('lost', `does not show room ${id}`)
    if (room && seeing.has(userId)) checkRoom(room, userId, truth, report)
  }
}

function checkRoom(room: FinalRoom, userId: string, truth: FinalTruth, report: Report): void {
  const of = `of room ${room.id}`
  const version = truth.versions.get(room.id) ?? 0
  if (room.version < version) report('lost', `version ${room.version} ${of} instead of ${version}`)
  if (room.version > version) report('wrong', `version ${room.version} ${of}, which is at ${version}`)
  const messages = truth.messages.get(room.id) ?? []
  const readSeq = truth.readSeqs.get(`${userId} ${room.id}`) ?? 0
  if (room.readSeq !== readSeq) report('wrong', `read mark ${room.readSeq} ${of} instead of ${readSeq}`)
  const unread = messages.filter(({ seq, author, body }) => seq > readSeq && author !== userId && body !== null).length
  if (room.unread !== Math.min(unread, MOST_UNREAD)) report('wrong', `${room.unread} unread ${of} instead of ${unread}`)
  if (room.messages) checkMessages(room.messages, messages, room.more, of, report)
}

function checkMessages(
  shown: readonly SeenMessage[],
  kept: readonly SeenMessage[],
  more: boolean,
  of: string,
  report: Report,
): void {
  const oldest = more ? (shown[0]?.seq ?? Infinity) : 0
  const expected = kept.filter(({ seq }) => seq >= oldest)
  if (more && shown.length === 0 && kept.length > 0) report('lost', `no message ${of}`)
  const keptIds = new Map(expected.map((message) => [message.id, message]))
  const shownIds = new Set(shown.map(({ id }) => id))
  if (shownIds.size < shown.length) report('doubled', `a message ${of} is there twice`)
  for (const { id, seq } of expected) if (!shownIds.has(id)) report('lost', `message ${seq} ${of}`)
  for (const message of shown) {
    const row = keptIds.get(message.id)
    if (!row) report('wrong', `message ${message.seq} ${of}, which is not there`)
    else if (!isSame(row, message)) report('wrong', `message ${message.seq} ${of} is shown otherwise`)
  }
  for (const [index, { seq }] of shown.entries()) {
    if (seq < (shown[index - 1]?.seq ?? 0)) report('reordered', `message ${seq} ${of} is at the wrong place`)
  }
}
