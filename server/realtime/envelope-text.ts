import type { Envelope } from './bus.ts'

/** Length of a node's id. */
const ID_BYTES = 36
const NEWLINE = 0x0a
const NONE = '-'

/**
 * An envelope between nodes: one line with sender, version, membership and kind, then the frame as it is. The frame is JSON
 * already; packed into JSON once more it would cost both sides three times as much.
 */
export function writeEnvelope(from: string, { version, membership, frame, ephemeral }: Envelope): string {
  const head = `${from} ${version ?? NONE} ${membership ?? NONE} ${ephemeral ? 'e' : NONE}`
  return frame === undefined ? head : `${head}\n${frame}`
}

/** Whether a node wrote it itself; reads nothing else of it. */
export function isFrom(message: Buffer, nodeId: string): boolean {
  return message.toString('latin1', 0, ID_BYTES) === nodeId
}

export function readEnvelope(topic: string, message: Buffer): Envelope {
  const newline = message.indexOf(NEWLINE)
  const head = message.toString('latin1', ID_BYTES + 1, newline < 0 ? message.length : newline)
  const [version, membership, kind] = head.split(' ')
  return {
    topic,
    ...(version === NONE ? {} : { version: Number(version) }),
    ...(membership === NONE ? {} : { membership: Number(membership) }),
    ...(newline < 0 ? {} : { frame: message.toString('utf8', newline + 1) }),
    ...(kind === 'e' ? { ephemeral: true } : {}),
  }
}
