/** A failure that the person at the console can do something about: one sentence with the way out, no stack. */
export class Problem extends Error {
  /** @param {string} message one sentence, or several lines where the last is a command to type */
  constructor(message, options) {
    super(message, options)
    this.name = 'Problem'
  }
}

const HEARTBEAT_MS = 2_000

export function say(line) {
  process.stdout.write(`· ${line}\n`)
}

export function heading(line) {
  process.stdout.write(`\n── ${line}\n`)
}

/**
 * Says what begins and, while it takes longer than two seconds, how long it has been going.
 * @template T
 * @param {string} line
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(line, work) {
  say(line)
  const began = Date.now()
  let next = 2
  const heartbeat = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1_000)
    if (seconds < next) return
    next = seconds < 20 ? seconds + 4 : seconds + 15
    process.stdout.write(`    … ${seconds} s\n`)
  }, HEARTBEAT_MS / 4)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
  }
}

/** Turns what a file operation threw into a sentence; other errors are bugs and stay what they are. */
export function asProblem(error, path) {
  if (error instanceof Problem || !(error instanceof Error)) return error
  const where = path ?? error.path ?? 'the disk'
  const sentences = {
    ENOSPC: `The disk that holds ${where} is full: free some space there and run the same command again.`,
    EDQUOT: `The disk quota of this user is used up (${where}): free some space and run the same command again.`,
    EACCES: `${where} may not be written by this user: correct its owner, or set ALLMENDE_CACHE to another directory.`,
    EPERM: `${where} may not be written by this user: correct its owner, or set ALLMENDE_CACHE to another directory.`,
    EROFS: `${where} is on a read-only file system: set ALLMENDE_CACHE to a directory that can be written.`,
    ENOTDIR: `A part of the path ${where} is a file: remove it, or set ALLMENDE_CACHE to another directory.`,
  }
  const sentence = sentences[error.code]
  return sentence ? new Problem(sentence, { cause: error }) : error
}
