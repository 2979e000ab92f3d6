import { useState, type ReactNode } from 'react'
import { picturePath } from './pictures.ts'

interface PictureTileProps {
  className: string
  picture: string | null | undefined
  /** What stands there while there is no picture, or when it is gone. */
  children: ReactNode
}

/** A small picture beside a written name; silent for screen readers, as the name is there. */
export function PictureTile({ className, picture, children }: PictureTileProps) {
  const [broken, setBroken] = useState<string>()
  const isShown = typeof picture === 'string' && picture !== broken
  return (
    <span className={className} aria-hidden="true">
      {isShown ? (
        <img
          className="avatar-picture"
          src={picturePath(picture)}
          alt=""
          loading="lazy"
          onError={() => setBroken(picture)}
        />
      ) : (
        children
      )}
    </span>
  )
}
