import { useEffect } from 'react'
import { PictureTile } from './picture-tile.tsx'
import { rememberPictures, usePicture } from './pictures.ts'
import { firstLetter, initials, toneClass } from './tone.ts'
import './avatar.css'

interface AvatarProps {
  /** Gives the tone, which stays theirs, and the photo, where a list of people told it. */
  id: string
  name: string
  /** The photo where the caller knows better; null: none. */
  picture?: string | null
  /** `small` has room for one letter. */
  size?: 'small' | 'normal' | 'large'
}

/** A person beside their written name; silent for screen readers, as the name is there. */
export function Avatar({ id, name, picture, size = 'normal' }: AvatarProps) {
  const known = usePicture(id)
  useEffect(() => {
    if (picture !== undefined) rememberPictures([{ id, picture }])
  }, [id, picture])
  return (
    <PictureTile className={`avatar avatar-${size} ${toneClass(id)}`} picture={picture === undefined ? known : picture}>
      {size === 'small' ? firstLetter(name) : initials(name)}
    </PictureTile>
  )
}
