import type { RecordedEvent } from '#protocol/audit'

/** Spreadsheets read it as UTF-8 because of the first mark, and put it into columns because of the semicolons. */
export const CSV_HEAD = `\uFEFF${row([
  'at',
  'event',
  'actor_id',
  'actor',
  'organisation_id',
  'organisation',
  'subject_kind',
  'subject_id',
  'subject',
  'details',
  'number',
  'hash',
])}`

export function csvRow({ id, number, at, event, organisation, actor, subject, details }: RecordedEvent): string {
  const said = details.map(({ name, value, means }) => `${name}=${means ?? String(value)}`).join(', ')
  return row([
    at,
    event,
    actor?.id,
    actor?.name,
    organisation?.id,
    organisation?.name,
    subject?.kind,
    subject?.id,
    subject?.name,
    said,
    number === null ? '' : String(number),
    id,
  ])
}

function row(cells: readonly (string | null | undefined)[]): string {
  return `${cells.map((cell) => `"${harmless(cell ?? '').replaceAll('"', '""')}"`).join(';')}\r\n`
}

/** Spreadsheets run what begins like a formula, and people choose their names: an apostrophe makes it a text. */
function harmless(text: string): string {
  return /^[\s\p{Cf}]*[=+\-@＝＋－＠|%]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text
}
