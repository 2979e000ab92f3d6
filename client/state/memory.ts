import { browserMemory } from './browser-memory.ts'

/** What this browser remembers. */
export const memory = browserMemory(localStorage)
