import { expect, test } from 'vitest'
import { needsNoSession } from '#wire/command'
import { allows, RIGHTS, ROLES, type Scope } from '#wire/permissions'

/** The documentation is printed from the table: run with `-u` when a change of it is meant. */
test('the table as it is read', async () => {
  const scopes = (Object.keys(ROLES) as Scope[]).filter((scope) => scope !== 'public')
  const parts = scopes.map((scope) => {
    const rows = RIGHTS.filter((row) => row.scope === scope)
    const marks = (roles: readonly string[]) => ROLES[scope].map((role) => (roles.includes(role) ? 'yes' : ''))
    const lines = rows.map(({ right, roles, token }) => [`\`${right}\``].concat(marks(roles), token ? 'yes' : ''))
    return `## ${scope}\n\n${table([scope, ...ROLES[scope], 'token'], lines)}\n`
  })
  const text = `# Who may do what

Printed from \`wire/permissions.ts\`. Whoever has no role at a thing is told \`not_found\`, whoever has one without "yes" \`forbidden\`.

${parts.join('\n')}`
  await expect(text).toMatchFileSnapshot('../../server/permissions.md')
})

test('administrators manage and do not read: no right over content is theirs', () => {
  for (const { right, scope, roles } of RIGHTS) {
    if (['project', 'room', 'meeting'].includes(scope)) {
      expect(
        roles.filter((role) => ['admin', 'auditor', 'keeper'].includes(role)),
        right,
      ).toEqual([])
    }
  }
  expect(allows<'organisation'>('organisation.managePeople', ['keeper'])).toBe(false)
})

test('what anyone may do is named so, and nothing else is', () => {
  for (const { right, roles } of RIGHTS) expect(roles.includes('anyone'), right).toBe(needsNoSession({ right }))
})

test('every role of a row is a role of its scope, and no row is empty', () => {
  for (const { right, scope, roles } of RIGHTS) {
    expect(roles.length, right).toBeGreaterThan(0)
    expect(
      roles.filter((role) => !(ROLES[scope] as readonly string[]).includes(role)),
      right,
    ).toEqual([])
  }
})

/** A table in Markdown as the formatter leaves it: columns of one width. */
function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...lines.map((line) => line[column]?.length ?? 0)))
  const row = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n')
}
