import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** Numeric ids a child process runs under; undefined: those of this process. */
export type SystemUser = { uid: number; gid: number } | undefined

/**
 * Postgres refuses to run as root. As root its processes therefore run as the owner of the existing cluster,
 * otherwise as `postgres` or `nobody`, whichever the machine has.
 */
export function chooseUser(clusterDir: string): SystemUser {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const user = findUser('postgres') ?? findUser('nobody')
  if (user) return user
  throw new EmbeddedPostgresError(
    'failed',
    'Postgres does not run as root and this machine has no user "postgres" or "nobody". Start Allmende as another user, or set DATABASE_URL.',
  )
}

/** True when the user reaches the path through all directories above it, and may read it or, a directory, pass it. */
export function canReach(user: SystemUser, path: string): boolean {
  const test = spawnSync('/bin/sh', ['-c', 'if test -d "$0"; then test -x "$0"; else test -r "$0"; fi', path], {
    cwd: '/',
    stdio: 'ignore',
    ...user,
  })
  return test.status === 0
}

function findUser(name: string): SystemUser {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}
