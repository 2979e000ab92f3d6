import { ListOrganisations } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { BuildingIcon } from '../../ui/icons.ts'
import { SideBarLink } from '../../ui/side-bar-link.tsx'
import { useMe } from '../auth/index.ts'
import { organisationPath, ORGANISATIONS_PATH } from './paths.ts'
import { texts } from './texts.ts'

/** At the foot of the side bar, for those who administrate: all organisations, or their own. */
export function OrganisationsInFoot() {
  const t = useTexts(texts)
  const me = useMe()
  const { reading } = useRead(ListOrganisations, {})
  if (me?.installationAdmin) {
    return (
      <SideBarLink to={ORGANISATIONS_PATH} icon={BuildingIcon}>
        {t.organisations}
      </SideBarLink>
    )
  }
  const own = reading.state === 'ready' ? reading.value.find(({ myRole }) => myRole === 'admin') : undefined
  if (!own) return null
  return (
    <SideBarLink to={organisationPath(own.id)} icon={BuildingIcon} detail={own.name}>
      {t.myOrganisation}
    </SideBarLink>
  )
}
