import { firstLetter, toneClass } from './tone.ts'
import './avatar.css'

interface OrganisationTileProps {
  id: string
  name: string
  size?: 'small' | 'normal' | 'large'
}

/** The letter tile of an organisation beside its written name; silent for screen readers, as the name is there. */
export function OrganisationTile({ id, name, size = 'normal' }: OrganisationTileProps) {
  return (
    <span className={`avatar avatar-tile avatar-${size} ${toneClass(id)}`} aria-hidden="true">
      {firstLetter(name)}
    </span>
  )
}
