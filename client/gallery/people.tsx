import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { LockIcon, RoomIcon } from '../ui/icons.ts'
import { OrganisationTile } from '../ui/organisation-tile.tsx'
import { SideBarLink } from '../ui/side-bar-link.tsx'
import { Stack } from '../ui/stack.tsx'

const PEOPLE = [
  'Maria Sommer',
  'Jens Albers',
  'Aylin Demir',
  'Karl von der Heide',
  'Petra Vogt',
  'Ömer Çelik',
  'Ute Ney',
  'Bo Li',
]
const TOWNS = ['Arnsberg', 'Bad Berleburg', 'Menden', 'Olpe', 'Soest', 'Agentur Südwestfalen']

export function People() {
  return (
    <>
      <Stack direction="row" gap={2}>
        {PEOPLE.map((name) => (
          <Avatar key={name} id={name} name={name} />
        ))}
      </Stack>
      <Stack direction="row" gap={2}>
        <Avatar id="Maria Sommer" name="Maria Sommer" size="large" />
        <Avatar id="Jens Albers" name="Jens Albers" size="small" />
        {TOWNS.map((name) => (
          <OrganisationTile key={name} id={name} name={name} />
        ))}
      </Stack>
      <SideBarLink to="/technik" icon={RoomIcon} badge={<Badge concernsMe={3} />} isUnread>
        Technik
      </SideBarLink>
      <SideBarLink to="/vergabe" icon={LockIcon} badge={<Badge concernsMe={0} hasChanges />}>
        Vergabe
      </SideBarLink>
      <SideBarLink
        to="/viele"
        picture={<OrganisationTile id="Olpe" name="Olpe" />}
        detail="Kreisstadt Olpe"
        badge={<Badge concernsMe={120} />}
      >
        Ein Projekt mit einem wirklich sehr langen Namen
      </SideBarLink>
    </>
  )
}
