import { pino, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

/**
 * JSON lines on stdout. Logs name ids of rows at most: no names, addresses, content or network addresses.
 * Errors are written with their stack and cause; a database error's parameters are dropped because they hold content.
 */
export function createLog(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, error: describeError },
  })
}

interface DescribedError {
  type: string
  message: string
  stack?: string
  code?: string
  cause?: DescribedError
}

function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' }
  const { code } = error as { code?: unknown }
  const message = withoutParameters(error)
  return {
    type: error.name,
    message,
    ...(error.stack === undefined ? {} : { stack: stackFrames(error.stack) }),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

/** Drizzle's message repeats the query's parameters and Postgres' may quote a value: both can hold what people wrote. */
function withoutParameters(error: Error): string {
  if (error.name === 'PostgresError') return 'database refused the statement'
  return error.message.split('\nparams:')[0] ?? ''
}

function stackFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n')
}
