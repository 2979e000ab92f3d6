import { useEffect } from 'react'
import { ReadMyPhoto } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { rememberPictures } from '../../ui/pictures.ts'
import { SideBarLink } from '../../ui/side-bar-link.tsx'
import { useMe } from '../auth/index.ts'
import { texts } from './texts.ts'

/** At the foot of the side bar: oneself, and the way to the own settings. */
export function OwnFoot() {
  const t = useTexts(texts)
  const me = useMe()
  const { reading } = useRead(ReadMyPhoto, {})
  const picture = reading.state === 'ready' ? reading.value.picture : undefined
  useEffect(() => {
    if (me && picture !== undefined) rememberPictures([{ id: me.id, picture }])
  }, [me, picture])
  if (!me) return null
  return (
    <SideBarLink to="/settings" picture={<Avatar id={me.id} name={me.name} />} detail={t.ownSettings}>
      {me.name}
    </SideBarLink>
  )
}
