import { useSyncExternalStore } from 'react'
import { memory } from '../state/memory.ts'

export const LANGUAGES = ['de', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Also read by `public/first-paint.js`. */
const STORAGE_KEY = 'allmende.language'

const listeners = new Set<() => void>()
let current: Language = rememberedLanguage() ?? browserLanguage()

export function currentLanguage(): Language {
  return current
}

/** Changes the language of the whole interface at once and remembers it in this browser. */
export function setLanguage(language: Language): void {
  memory.write(STORAGE_KEY, language)
  document.documentElement.lang = language
  if (language === current) return
  current = language
  for (const listener of listeners) listener()
}

/** The language of the interface; the component renders again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage)
}

function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function rememberedLanguage(): Language | undefined {
  const value = memory.read(STORAGE_KEY)
  return isLanguage(value) ? value : undefined
}

/** German unless the first language of the browser that we speak is another one. */
function browserLanguage(): Language {
  for (const tag of navigator.languages) {
    const language = tag.slice(0, 2).toLowerCase()
    if (isLanguage(language)) return language
  }
  return 'de'
}
