export type EmbeddedPostgresFault =
  | 'already_running'
  | 'disk_full'
  | 'unusable_directory'
  | 'unsupported_platform'
  | 'incomplete_packages'
  | 'failed'

/** One sentence for the person who started the server, with the way out. Names files of the machine, never content. */
export class EmbeddedPostgresError extends Error {
  readonly fault: EmbeddedPostgresFault

  constructor(fault: EmbeddedPostgresFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
    this.fault = fault
  }
}

/** What went wrong with a file below `directory`, told in one sentence. */
export function directoryError(directory: string, cause: unknown): EmbeddedPostgresError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(directory, cause)
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'its file system is read-only',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'it is a file',
  }
  const reason = reasons[code] ?? `the system answered ${code}`
  return new EmbeddedPostgresError(
    'unusable_directory',
    `The data directory ${directory} cannot be used: ${reason}. Set DATA_DIR to a directory that this user may write to.`,
    { cause },
  )
}

export function diskFull(directory: string, cause?: unknown): EmbeddedPostgresError {
  const message = `The disk that holds ${directory} is full. Free some space there and start again; nothing is lost.`
  return new EmbeddedPostgresError('disk_full', message, { cause })
}
