import { LIMITS } from '#wire/limits'

/** The file is no picture this browser can read. */
export class UnreadableImage extends Error {}

/** Longest edge in pixels; the server makes it smaller still. Tried one after the other until it fits in one request. */
const EDGES = [512, 384, 256] as const

/**
 * A picture as it is sent: drawn anew and small, so that nothing else of the file leaves this computer: no place, no time, no
 * camera.
 * @returns base64
 */
export async function readImage(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!bitmap) throw new UnreadableImage('not a picture')
  try {
    for (const edge of EDGES) {
      const image = toBase64(await draw(bitmap, edge))
      if (image.length <= LIMITS.imageBase64Length) return image
    }
    throw new UnreadableImage('too much of a picture')
  } finally {
    bitmap.close()
  }
}

async function draw(bitmap: ImageBitmap, edge: number): Promise<Uint8Array> {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  // A browser that cannot write WebP writes PNG.
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9))
  if (!blob) throw new UnreadableImage('cannot be drawn')
  return new Uint8Array(await blob.arrayBuffer())
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCodePoint(byte)
  return btoa(text)
}
