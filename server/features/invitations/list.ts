import { parse } from 'csv-parse/sync'
import { LIMITS } from '#wire/limits'
import { normaliseAddress } from './address.ts'

/** Somebody a list names; without an address where none could be read. */
export interface ListedPerson {
  /** What stands in the list. */
  source: string
  email: string | null
  name: string | null
}

const SOURCE_LENGTH = 200
/** Without the quotes somebody put around it, and the full stop of a sentence. */
const ADDRESS = /(?!')[^\s@<>()[\]:;,"|]{1,64}@[^\s@<>()[\]:;,"'|]{0,252}[^\s@<>()[\]:;,"'|.]/gu
const HEADINGS = {
  given: /^(vorname|rufname|first ?name|given ?name)$/iu,
  family: /^(nachname|familienname|zuname|last ?name|family ?name|surname)$/iu,
  whole: /^(name|person|anzeigename|display ?name|full ?name)$/iu,
  address: /^(e-?mail|mail)([ -]?(adresse|address))?$|^adresse$|^address$/iu,
} as const

interface Columns {
  given: number
  family: number
  whole: number
}

/**
 * People as they are written in mails and spreadsheets: a line each or one after the other, name and address in any order,
 * `Name <address>`, columns by semicolon, tab or comma, with a heading or without.
 */
export function readPeople(text: string): ListedPerson[] {
  const [first, ...rest] = readRecords(text)
  if (!first) return []
  const columns = readHeading(first)
  const records = columns ? rest : [first, ...rest]
  return records.flatMap((fields) => readRecord(fields, columns))
}

function readRecords(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/u, '').replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
  const delimiter = [';', '\t'].find((sign) => plain.includes(sign)) ?? ','
  const records = readAs(plain, delimiter, '"') ?? readAs(plain, delimiter, null) ?? []
  return records.filter((fields) => fields.some((field) => field !== ''))
}

/** Undefined: the quotes do not match, somebody used them for something else. */
function readAs(text: string, delimiter: string, quote: '"' | null): string[][] | undefined {
  try {
    return parse(text, { delimiter, quote, relax_quotes: true, relax_column_count: true, trim: true })
  } catch {
    return undefined
  }
}

function readHeading(fields: readonly string[]): Columns | undefined {
  if (fields.some((field) => field.includes('@'))) return undefined
  const find = (pattern: RegExp) => fields.findIndex((field) => pattern.test(field))
  const columns = { given: find(HEADINGS.given), family: find(HEADINGS.family), whole: find(HEADINGS.whole) }
  return [...Object.values(columns), find(HEADINGS.address)].some((at) => at >= 0) ? columns : undefined
}

function readRecord(fields: readonly string[], columns: Columns | undefined): ListedPerson[] {
  const source = fields.filter(Boolean).join(' ').slice(0, SOURCE_LENGTH)
  const addresses = fields.join('\n').match(ADDRESS) ?? []
  if (addresses.length > 1) return fields.flatMap(readRun)
  const [address] = addresses
  if (address === undefined) return [{ source, email: null, name: null }]
  return [{ source, email: normaliseAddress(address) ?? null, name: readName(fields, address, columns) }]
}

/** One field that may name several people, as a mail's line of addresses does. */
function readRun(field: string): ListedPerson[] {
  const people: ListedPerson[] = []
  let from = 0
  for (const { 0: address, index } of field.matchAll(ADDRESS)) {
    const name = tidyName(field.slice(from, index).replace(/^[\s>,]+/u, ''))
    people.push({
      source: field
        .slice(from, index + address.length + 1)
        .replace(/^[\s>,]+/u, '')
        .slice(0, SOURCE_LENGTH),
      email: normaliseAddress(address) ?? null,
      name,
    })
    from = index + address.length
  }
  return people
}

function readName(fields: readonly string[], address: string, columns: Columns | undefined): string | null {
  if (columns) {
    const at = (column: number) => fields[column] ?? ''
    const named = columns.whole >= 0 ? at(columns.whole) : `${at(columns.given)} ${at(columns.family)}`
    if (tidyName(named) !== null) return tidyName(named)
  }
  const words = fields.map((field) => tidyName(field.replace(address, ''))).filter((name) => name !== null)
  const [first, second] = words
  if (first === undefined) return null
  // Given and family name in columns of their own; whatever else stands there is not asked for.
  return first.includes(' ') || second === undefined ? first : tidyName(`${first} ${second}`)
}

/** `Schulte, Maria` is Maria Schulte. */
function tidyName(text: string): string | null {
  const plain = text
    .slice(0, SOURCE_LENGTH)
    .replaceAll(/[\p{C}<>"()[\]]/gu, ' ')
    .replace(/\bmailto:/iu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\s,;']+|[\s,;']+$/gu, '')
  const [family, given, ...more] = plain.split(/\s*,\s*/u)
  const name = given && more.length === 0 ? `${given} ${family ?? ''}` : plain
  return /[\p{L}\p{N}]/u.test(name)
    ? name.slice(0, LIMITS.nameLength).toWellFormed().replace('\uFFFD', '').trim()
    : null
}
