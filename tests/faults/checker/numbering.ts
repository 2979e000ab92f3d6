import type { FinalTruth, Ledger } from '../ledger.ts'
import { entry } from './book.ts'
import type { Finding } from './index.ts'

/** Each room's versions: every one taken once, none left out, and no text stored twice. */
export function checkLedger({ changes, memberships }: Ledger, truth: FinalTruth): Finding[] {
  const findings: Finding[] = []
  const taken = new Map<string, Map<number, number>>()
  for (const [room, version] of [
    ...changes.map(({ room, message }) => [room, message.version] as const),
    ...memberships.map(({ room, version }) => [room, version] as const),
  ]) {
    const versions = entry(taken, room, () => new Map<number, number>())
    versions.set(version, (versions.get(version) ?? 0) + 1)
  }
  for (const [room, versions] of taken) {
    for (const [version, times] of versions) {
      if (times > 1)
        findings.push({ kind: 'doubled', what: `room ${room}: version ${version} was taken ${times} times` })
    }
    for (let version = 1; version <= (truth.versions.get(room) ?? 0); version++) {
      if (!versions.has(version)) findings.push({ kind: 'lost', what: `room ${room}: nothing took version ${version}` })
    }
  }
  const firstTexts = new Map<string, string>()
  for (const { message } of changes) {
    if (message.seq !== message.version || message.body === null) continue
    const other = firstTexts.get(message.body)
    if (other !== undefined && other !== message.id)
      findings.push({ kind: 'doubled', what: `"${message.body}" was stored as two messages` })
    firstTexts.set(message.body, message.id)
  }
  return findings
}
