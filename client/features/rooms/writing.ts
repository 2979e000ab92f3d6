const listeners = new Set<(roomId: string) => void>()

/** Tells a later feature whenever a draft in a room changes and is not empty, until the returned function is called. */
export function onWriting(listener: (roomId: string) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function wroteIn(roomId: string): void {
  for (const listener of listeners) listener(roomId)
}
