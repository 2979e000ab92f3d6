import { useEffect, useState } from 'react'
import { useSearch } from 'wouter'
import { FindSignInWay, type SignInWay } from '#protocol/sso'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import type { SlotProps } from '../../shell/feature.ts'
import { BuildingIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { BY_ORGANISATION_PATH } from './paths.ts'
import { texts } from './sign-in-texts.ts'
import { StartButton } from './start-button.tsx'
import './sso.css'

/** While somebody is still writing their address nothing is asked. */
const PAUSE_MS = 500

/** On the page with the password: the other door, named as soon as the address says which one it is. */
export default function TownSignIn({ email }: SlotProps['signIn']) {
  const t = useTexts(texts)
  const way = useWayOf(email)
  const search = useSearch()
  return (
    <section className="town-sign-in" aria-label={t.byTown}>
      <div role="status">
        {way?.organisation && way.start !== null && (
          <>
            <p className="town-sign-in-note">{way.password ? t.found : t.foundOnly(way.organisation.name)}</p>
            <StartButton start={way.start}>{t.withAccountOf(way.organisation.name)}</StartButton>
          </>
        )}
      </div>
      {!way?.start && (
        <LinkButton
          icon={BuildingIcon}
          isWide
          to={search === '' ? BY_ORGANISATION_PATH : `${BY_ORGANISATION_PATH}?${search}`}
        >
          {t.byTown}
        </LinkButton>
      )}
    </section>
  )
}

/** What is known by the domain of what was written so far. Without an answer the password is there as ever. */
function useWayOf(email: string): SignInWay | undefined {
  const [way, setWay] = useState<{ domain: string; way: SignInWay }>()
  const domain = /^\S+@([^\s@]+\.[^\s@]{2,})$/.exec(email.trim())?.[1]?.toLowerCase()
  useEffect(() => {
    if (domain === undefined) return
    let isWanted = true
    const asking = setTimeout(() => {
      // Of the person the server learns nothing by this.
      call(FindSignInWay, { email: `x@${domain}` }).then(
        (found) => isWanted && setWay({ domain, way: found }),
        () => undefined,
      )
    }, PAUSE_MS)
    return () => {
      isWanted = false
      clearTimeout(asking)
    }
  }, [domain])
  return way?.domain === domain ? way?.way : undefined
}
