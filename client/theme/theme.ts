import { useSyncExternalStore } from 'react'
import { memory } from '../state/memory.ts'

export const THEME_CHOICES = ['system', 'light', 'dark', 'contrast'] as const

/** `system` follows the device; `contrast` is high contrast on the light or dark ground of the device. */
export type ThemeChoice = (typeof THEME_CHOICES)[number]

/** Also read by `public/first-paint.js`, which applies the choice before anything is drawn. */
const STORAGE_KEY = 'allmende.theme'

const listeners = new Set<() => void>()

/** Changes the look at once and remembers it in this browser. */
export function chooseTheme(choice: ThemeChoice): void {
  memory.write(STORAGE_KEY, choice)
  document.documentElement.dataset['theme'] = choice
  for (const listener of listeners) listener()
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice)
}

export function isThemeChoice(value: unknown): value is ThemeChoice {
  return THEME_CHOICES.some((choice) => choice === value)
}

function themeChoice(): ThemeChoice {
  const value = memory.read(STORAGE_KEY)
  return isThemeChoice(value) ? value : 'system'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
