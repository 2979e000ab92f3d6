/** What this browser remembers across reloads. What belongs to a person begins with `ownKey(userId)`. */
export interface Memory {
  read(key: string): string | undefined
  write(key: string, value: string): void
  forget(key: string): void
  keys(prefix: string): string[]
}

/**
 * The browser's local storage. Where there is none, or it is full, things are remembered until the page is left: writing
 * must go on.
 */
export function browserMemory(storage: Storage = localStorage): Memory {
  const unsaved = new Map<string, string>()
  return {
    read: (key) => unsaved.get(key) ?? storage.getItem(key) ?? undefined,
    write(key, value) {
      try {
        storage.setItem(key, value)
        unsaved.delete(key)
      } catch (error) {
        if (!(error instanceof DOMException)) throw error
        unsaved.set(key, value)
      }
    },
    forget(key) {
      unsaved.delete(key)
      storage.removeItem(key)
    },
    keys: (prefix) =>
      [...new Set([...Object.keys(storage), ...unsaved.keys()])].filter((key) => key.startsWith(prefix)),
  }
}

/** The beginning of everything remembered for one person. */
export function ownKey(userId: string): string {
  return `allmende.${userId}.`
}
