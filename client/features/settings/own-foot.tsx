import { useTexts } from '../../i18n/texts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { SideBarLink } from '../../ui/side-bar-link.tsx'
import { useMe } from '../auth/index.ts'
import { texts } from './texts.ts'

/** At the foot of the side bar: oneself, and the way to the own settings. */
export function OwnFoot() {
  const t = useTexts(texts)
  const me = useMe()
  if (!me) return null
  return (
    <SideBarLink to="/settings" picture={<Avatar id={me.id} name={me.name} />} detail={t.ownSettings}>
      {me.name}
    </SideBarLink>
  )
}
