/** Heights of the camera's simulcast layers in pixels, low to high. */
const LAYER_HEIGHTS = [180, 360, 720]

/** A layer may be shown so much larger than it is before the next one is worth its bytes. */
const STRETCH = 1.34

/** Resizing by less than this beyond a border does not change the layer. */
const HYSTERESIS = 0.15

/** The layer before anybody has said how large the picture is. */
export function firstLayer(layers: number): number {
  return Math.min(1, layers - 1)
}

/**
 * The simulcast layer a tile needs, 0 is the smallest.
 * @param tile size in device pixels; video is fitted into it with its 16:9 kept
 * @param layers how many the sender has
 * @param current the layer forwarded now: near a border it stays
 */
export function layerFor(tile: { width: number; height: number }, layers: number, current: number | undefined): number {
  const shown = Math.min(tile.height, (tile.width * 9) / 16)
  const wanted = layerOf(shown, layers)
  if (current === undefined || wanted === current) return wanted
  const cautious = wanted > current ? shown / (1 + HYSTERESIS) : shown * (1 + HYSTERESIS)
  const sure = layerOf(cautious, layers)
  return wanted > current ? Math.max(current, sure) : Math.min(current, sure)
}

function layerOf(height: number, layers: number): number {
  // Fewer layers mean that the largest ones are missing: a small camera has no 720 lines.
  const heights = LAYER_HEIGHTS.slice(0, layers)
  const enough = heights.findIndex((layerHeight) => height <= layerHeight * STRETCH)
  return enough === -1 ? layers - 1 : enough
}
