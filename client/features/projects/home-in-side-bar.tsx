import { useTexts } from '../../i18n/texts.ts'
import { ProjectIcon } from '../../ui/icons.ts'
import { SideBarLink } from '../../ui/side-bar-link.tsx'
import { texts } from './texts.ts'

/** In the side bar, above the projects: the way to all of them. */
export function HomeInSideBar() {
  const t = useTexts(texts)
  return (
    <SideBarLink to="/" icon={ProjectIcon}>
      {t.home}
    </SideBarLink>
  )
}
