import type { ReactNode } from 'react'
import { FindSignInWay } from '#protocol/sso'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { ButtonContent } from '../../ui/button-content.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { BuildingIcon } from '../../ui/icons.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from './invited-texts.ts'

interface TownDoorProps {
  email: string
  /** Where one comes back to, signed in. */
  back: string
  /** Whether a password can be used as well. */
  byPassword: boolean
  /** The way by password, where there is one. */
  children: ReactNode
}

/** The account of one's town first, where the domain of the address has one; then, or instead, the password. */
export function TownDoor({ email, back, byPassword, children }: TownDoorProps) {
  const t = useTexts(texts)
  const { reading } = useRead(FindSignInWay, { email })
  if (reading.state === 'waiting') return <Skeleton label={t.waiting} lines={2} />
  const way = reading.state === 'ready' ? reading.value : undefined
  if (!way?.organisation || way.start === null)
    return byPassword ? children : <Banner kind="warning">{t.providerOnly}</Banner>
  return (
    <>
      {/* The provider is another site: a link of the browser's, not one within the app. */}
      <a
        className={buttonClass({ kind: 'primary', isWide: true })}
        href={`${way.start}?to=${encodeURIComponent(back)}`}
      >
        <ButtonContent icon={BuildingIcon}>{t.withAccountOf(way.organisation.name)}</ButtonContent>
      </a>
      {byPassword && way.password && (
        <>
          <p className="invitations-lead">{t.orPassword}</p>
          {children}
        </>
      )}
    </>
  )
}
