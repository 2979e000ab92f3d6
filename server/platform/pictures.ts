import sharp from 'sharp'
import { Refusal } from '#wire/refusal'

/** cover: fills a square, for faces. inside: as a whole, for coats of arms. */
export type PictureShape = 'cover' | 'inside'

/** Longest edge of what is kept. */
const EDGE_PIXELS = 256
/** More than a picture in a file of the size we take needs; less than what would fill the memory. */
const MOST_PIXELS = 16 * 1_000_000
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp'])

// The library reads dozens of formats, some of them programs. Nothing but these is ever given to a decoder.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})
sharp.cache(false)
sharp.concurrency(1)

let last: Promise<unknown> = Promise.resolve()

/**
 * Makes our own small WebP of an image file: turned upright, its first frame, without anything that was in the file beside the
 * picture. One at a time, since each takes its whole size in memory. Not an image, or too large a one: `invalid`.
 */
export function makePicture(file: Buffer, shape: PictureShape): Promise<Buffer> {
  const made = last.then(() => encode(file, shape))
  last = made.catch(() => undefined)
  return made
}

async function encode(file: Buffer, shape: PictureShape): Promise<Buffer> {
  try {
    const image = sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 })
    const { format } = await image.metadata()
    if (!FORMATS.has(format ?? '')) throw new Error('another format')
    return await image
      .rotate()
      .resize(EDGE_PIXELS, EDGE_PIXELS, { fit: shape, withoutEnlargement: shape === 'inside' })
      .webp({ quality: 82 })
      .toBuffer()
  } catch {
    throw new Refusal('invalid', 'not a picture we can read', { field: 'image' })
  }
}
