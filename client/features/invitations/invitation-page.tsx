import { useLocation } from 'wouter'
import { AcceptInvitation, ReadInvitation, type OpenedInvitation } from '#protocol/invitations'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { useStore } from '../../state/store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { SignInIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { session, useMe, welcome } from '../auth/index.ts'
import { AccountForm } from './account-form.tsx'
import { DataNotes } from './data-notes.tsx'
import { InvitationFacts } from './invitation-facts.tsx'
import { texts } from './invited-texts.ts'
import { isOver } from './is-over.ts'
import { JoinForm } from './join-form.tsx'
import { placePath } from './paths.ts'
import { SomeoneElse } from './someone-else.tsx'
import { TownDoor } from './town-door.tsx'
import { wayOn } from './way-on.ts'

/** Where the button of an invitation leads: who invites, to what, and one decision. */
export default function InvitationPage({ params }: PageProps) {
  const t = useTexts(texts)
  const me = useMe()
  const { state } = useStore(session)
  if (state === 'waiting' || state === 'unreachable') return <Spinner label={t.waiting} isCentred />
  // Who looks decides what is offered.
  return <Invitation key={me?.id ?? ''} token={params['token'] ?? ''} />
}

function Invitation({ token }: { token: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ReadInvitation, { token })
  switch (reading.state) {
    case 'waiting':
      return <Spinner label={t.waiting} isCentred />
    case 'failed':
      return isOver(reading.failure) ? (
        <Page title={t.gone}>
          <Banner kind="warning">{t.goneText}</Banner>
          <p>
            <LinkButton to="/sign-in">{t.toSignIn}</LinkButton>
          </p>
        </Page>
      ) : (
        <Page title={t.waiting}>
          <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
            {refusalText(reading.failure)}
          </Banner>
        </Page>
      )
    case 'ready':
      return (
        <Page title={reading.value.you === 'someoneElse' ? t.someoneElseTitle : t.title(reading.value.inviter.name)}>
          <InvitationFacts invitation={reading.value} />
          <Decision token={token} invitation={reading.value} onAgain={again} />
        </Page>
      )
    default:
      return reading satisfies never
  }
}

interface DecisionProps {
  token: string
  invitation: OpenedInvitation
  onAgain: () => void
}

function Decision({ token, invitation, onAgain }: DecisionProps) {
  const t = useTexts(texts)
  switch (invitation.you) {
    case 'new':
      return <NewAccount token={token} invitation={invitation} />
    case 'account':
      return (
        <>
          <p>{t.account}</p>
          <LinkButton
            kind="primary"
            isWide
            icon={SignInIcon}
            to={`/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`}
          >
            {t.signIn}
          </LinkButton>
        </>
      )
    case 'signedIn':
      return <JoinForm token={token} />
    case 'someoneElse':
      return <SomeoneElse invited={invitation.email} />
    case 'organisationDecides':
      return (
        <Banner kind="info" action={<Button onPress={onAgain}>{t.look}</Button>}>
          {t.organisationDecides(invitation.organisation?.name ?? '')}
        </Banner>
      )
    default:
      return invitation.you satisfies never
  }
}

function NewAccount({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  const t = useTexts(texts)
  const [, navigate] = useLocation()
  const { email, name, organisation, byPassword } = invitation

  async function enter(account: { name: string; password: string }) {
    const { entry, place } = await call(AcceptInvitation, { token, ...account })
    // First the way, or the page would look at the used link once more.
    navigate(wayOn(entry, placePath(place)), { replace: true })
    await welcome(entry)
  }

  return (
    <>
      <p>{organisation ? t.leadOrganisation(organisation.name) : t.lead}</p>
      <TownDoor email={email} back={`/invitation/${token}`} byPassword={byPassword}>
        <AccountForm email={email} name={name} submit={t.enter} onSubmit={enter} />
      </TownDoor>
      <DataNotes />
    </>
  )
}
