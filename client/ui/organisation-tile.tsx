import { PictureTile } from './picture-tile.tsx'
import { firstLetter, toneClass } from './tone.ts'
import './avatar.css'

interface OrganisationTileProps {
  id: string
  name: string
  logo?: string | null
  size?: 'small' | 'normal' | 'large'
}

/** The logo or the letter tile of an organisation beside its written name; silent for screen readers, as the name is there. */
export function OrganisationTile({ id, name, logo, size = 'normal' }: OrganisationTileProps) {
  const ground = logo ? 'avatar-logo' : toneClass(id)
  return (
    <PictureTile className={`avatar avatar-tile avatar-${size} ${ground}`} picture={logo}>
      {firstLetter(name)}
    </PictureTile>
  )
}
