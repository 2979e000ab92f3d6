import { useLocation } from 'wouter'
import { ReadJoinLink, UseJoinLink } from '#protocol/invitations'
import type { OutputOf } from '#wire/command'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { welcome } from '../auth/index.ts'
import { AccountForm } from './account-form.tsx'
import { DataNotes } from './data-notes.tsx'
import { texts } from './invited-texts.ts'
import { isOver } from './is-over.ts'
import { TownDoor } from './town-door.tsx'
import { wayOn } from './way-on.ts'

/** Where the mail to an address of an organisation leads: name and password, and one is one of its people. */
export default function JoinPage({ params }: PageProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const token = params['token'] ?? ''
  const { reading, again } = useRead(ReadJoinLink, { token })
  switch (reading.state) {
    case 'waiting':
      return <Spinner label={t.waiting} isCentred />
    case 'failed':
      return isOver(reading.failure) ? (
        <Page title={t.linkGone}>
          <Banner kind="warning">{t.linkGoneText}</Banner>
          <p>
            <LinkButton to="/join">{t.newLink}</LinkButton>
          </p>
        </Page>
      ) : (
        <Page title={t.joinTitle}>
          <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
            {refusalText(reading.failure)}
          </Banner>
        </Page>
      )
    case 'ready':
      return <Joining token={token} link={reading.value} />
    default:
      return reading satisfies never
  }
}

function Joining({ token, link }: { token: string; link: OutputOf<typeof ReadJoinLink> }) {
  const t = useTexts(texts)
  const [, navigate] = useLocation()

  async function create(account: { name: string; password: string }) {
    const entry = await call(UseJoinLink, { token, ...account })
    navigate(wayOn(entry, '/'), { replace: true })
    await welcome(entry)
  }

  return (
    <Page title={t.joinAccount(link.organisation)}>
      <TownDoor email={link.email} back="/" byPassword={link.byPassword}>
        <AccountForm email={link.email} submit={t.create} onSubmit={create} />
      </TownDoor>
      <DataNotes />
    </Page>
  )
}
