import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { CameraIcon, SignOutIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { signOut } from '../auth/index.ts'
import { texts } from './texts.ts'

/** Somebody with an account who opened a guest link: they are themselves, not a guest. */
export function JoinAsYourself({ name, roomId }: { name: string; roomId: string | null }) {
  const t = useTexts(texts)
  return (
    <Page title={t.signedInAs(name)}>
      <p>{roomId === null ? t.notYourRoom : t.asYourself}</p>
      {roomId === null ? (
        <Button icon={SignOutIcon} onPress={() => void signOut()}>
          {t.signOut}
        </Button>
      ) : (
        <LinkButton kind="primary" icon={CameraIcon} to={`/rooms/${roomId}/meeting`}>
          {t.joinAsYourself}
        </LinkButton>
      )}
    </Page>
  )
}
