import { ReadMyPhoto, SetMyPhoto } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { rememberPictures } from '../../ui/pictures.ts'
import { useMe } from '../auth/index.ts'
import { SettingsSection } from '../settings/index.ts'
import { PictureChooser } from './picture-chooser.tsx'
import { texts } from './settings-texts.ts'

/** One's own photo, in one's own settings. */
export default function PhotoSection() {
  const t = useTexts(texts)
  const me = useMe()
  const { reading, set } = useRead(ReadMyPhoto, {})
  if (!me || reading.state !== 'ready') return null
  const { id, name } = me
  const { picture } = reading.value

  async function choose(image: string | null) {
    const kept = await call(SetMyPhoto, { image })
    rememberPictures([{ id, picture: kept.picture }])
    set(kept)
  }

  return (
    <SettingsSection title={t.photo}>
      <PictureChooser
        label={t.photo}
        hint={t.photoHint}
        hasPicture={picture !== null}
        shown={<Avatar id={id} name={name} picture={picture} size="large" />}
        onChoose={choose}
      />
    </SettingsSection>
  )
}
