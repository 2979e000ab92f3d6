import { firstLetter, initials, toneClass } from './tone.ts'
import './avatar.css'

interface AvatarProps {
  /** Gives the tone, which stays theirs. */
  id: string
  name: string
  /** `small` has room for one letter. */
  size?: 'small' | 'normal' | 'large'
}

/** A person beside their written name; silent for screen readers, as the name is there. */
export function Avatar({ id, name, size = 'normal' }: AvatarProps) {
  return (
    <span className={`avatar avatar-${size} ${toneClass(id)}`} aria-hidden="true">
      {size === 'small' ? firstLetter(name) : initials(name)}
    </span>
  )
}
