import type { Config } from '../config/env.ts'

const NO_ANSWER = 'The database at DATABASE_URL does not answer: start it, or correct the address.'
const UNKNOWN_HOST = 'The host in DATABASE_URL is unknown: correct the address.'

/** By the system's or the driver's code, and by SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DATABASE_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: NO_ANSWER,
  ECONNRESET: NO_ANSWER,
  ETIMEDOUT: NO_ANSWER,
  EHOSTUNREACH: NO_ANSWER,
  ENETUNREACH: NO_ANSWER,
  CONNECT_TIMEOUT: NO_ANSWER,
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  '28P01': 'The database at DATABASE_URL refuses the user or the password: correct them.',
  '28000':
    'The database at DATABASE_URL refuses the user or the way of connecting: correct DATABASE_URL or pg_hba.conf.',
  '3D000': 'The database in DATABASE_URL does not exist: create it, or correct its name.',
  '42501': 'The user in DATABASE_URL may not create tables: make them the owner of the database.',
  '53300': 'The database at DATABASE_URL has no connection left: raise its max_connections.',
}

/** What went wrong at the start in one sentence with the way out; undefined when we do not know it. */
export function explainStart(error: unknown, config: Config): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'EmbeddedPostgresError' || error.name === 'MediaPortError') return error.message
  const root = rootOf(error)
  return explainListening(root, config) ?? (config.databaseUrl === undefined ? undefined : DATABASE_FAULTS[root.code])
}

interface Root {
  code: string
  syscall: unknown
  port: number
}

/** The innermost error with a code: Drizzle wraps what the driver throws. */
function rootOf(error: Error): Root {
  const { code, syscall, port } = error as { code?: unknown; syscall?: unknown; port?: unknown }
  if (error.cause instanceof Error) return rootOf(error.cause)
  return { code: typeof code === 'string' ? code : '', syscall, port: Number(port) }
}

function explainListening({ code, syscall, port }: Root, config: Config): string | undefined {
  const key = port === config.metrics.port ? 'METRICS_PORT' : 'PORT'
  if (code === 'EADDRINUSE') return `Port ${port} is taken: stop what uses it, or set ${key} to another one.`
  if (code === 'EACCES' && syscall === 'listen')
    return `Port ${port} may not be opened by this user: set ${key} to one above 1023.`
  if (code === 'EADDRNOTAVAIL') return `HOST=${config.host} is no address of this machine: correct it.`
  return undefined
}
