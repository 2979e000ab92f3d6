import { useSyncExternalStore } from 'react'

/** Photos by person, as lists of people told them. Messages carry none: whoever shows somebody asks here. */
const known = new Map<string, string>()
const listeners = new Set<() => void>()

export function rememberPictures(people: readonly { id: string; picture: string | null }[]): void {
  let isNew = false
  for (const { id, picture } of people) {
    if ((known.get(id) ?? null) === picture) continue
    if (picture === null) known.delete(id)
    else known.set(id, picture)
    isNew = true
  }
  if (isNew) for (const listener of listeners) listener()
}

/** The id of somebody's photo, as far as it is known. */
export function usePicture(personId: string): string | undefined {
  return useSyncExternalStore(listen, () => known.get(personId))
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function picturePath(pictureId: string): string {
  return `/pictures/${pictureId}`
}
