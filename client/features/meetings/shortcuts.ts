import { useEffect } from 'react'
import type { LocalMedia } from '../../media/local-media.ts'
import { toggleInput } from './toggle-input.ts'

export type ShortcutAction = 'microphone' | 'camera'

/** With the control key (on a Mac the command key). Nothing without a modifier: such keys belong to writing and to screen readers. */
export const SHORTCUTS: readonly { key: string; action: ShortcutAction }[] = [
  { key: 'd', action: 'microphone' },
  { key: 'e', action: 'camera' },
]

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat'>

export function shortcutOf(press: KeyPress): ShortcutAction | undefined {
  const hasModifier = (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey
  if (!hasModifier || press.repeat) return undefined
  return SHORTCUTS.find(({ key }) => key === press.key.toLowerCase())?.action
}

/** Listens while the meeting is on screen. */
export function useShortcuts(media: LocalMedia): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = shortcutOf(event)
      if (!action) return
      event.preventDefault()
      toggleInput(media[action])
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [media])
}
