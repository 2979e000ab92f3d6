import { statfs } from 'node:fs/promises'
import type { Storage } from '#protocol/admin'

const LOW_BYTES = 2_000_000_000
const LOW_SHARE = 0.05

/** The disk of a folder; null when there is none. */
export async function readDisk(folder: string): Promise<Storage['disk']> {
  try {
    const { bsize, blocks, bavail } = await statfs(folder)
    const totalBytes = bsize * blocks
    const freeBytes = bsize * bavail
    return { totalBytes, freeBytes, isLow: freeBytes < Math.max(LOW_BYTES, totalBytes * LOW_SHARE) }
  } catch {
    return null
  }
}
