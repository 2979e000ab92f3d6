import { useState } from 'react'
import { CreateGuestLink, RevokeGuestLink, type GuestLink } from '#protocol/guests'
import { failureCode, refusalText } from '../../i18n/refusals.ts'
import { formatTime } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { LinkIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { hostTexts } from './host-texts.ts'
import type { Guests } from './use-guests.ts'
import './hosting.css'

interface InviteDialogProps {
  meetingId: string
  guests: Guests
  isOpen: boolean
  onClose: () => void
}

/** Makes a link to take along, and shows those that are valid. */
export function InviteDialog({ meetingId, guests, isOpen, onClose }: InviteDialogProps) {
  const t = useTexts(hostTexts)
  const [path, setPath] = useState<string>()

  function close() {
    setPath(undefined)
    onClose()
  }

  return (
    <Dialog title={t.invite} isOpen={isOpen} onClose={close}>
      <div className="guests-invite">
        {path === undefined ? (
          <NewLink meetingId={meetingId} onMade={setPath} />
        ) : (
          <>
            <CopyField label={t.link} value={new URL(path, location.origin).href} description={t.linkHint} />
            <div className="guests-actions">
              <Button kind="primary" onPress={close}>
                {t.done}
              </Button>
              <Button onPress={() => setPath(undefined)}>{t.another}</Button>
            </div>
          </>
        )}
        {guests.links.length > 0 && <Links meetingId={meetingId} links={guests.links} />}
      </div>
    </Dialog>
  )
}

/** Its end is further away than most meetings take. */
function isForMeeting(madeAt: string, expiresAt: string): boolean {
  return Date.parse(expiresAt) - Date.parse(madeAt) > 2 * 60 * 60 * 1_000
}

function NewLink({ meetingId, onMade }: { meetingId: string; onMade: (path: string) => void }) {
  const t = useTexts(hostTexts)
  const [valid, setValid] = useState<'meeting' | 'hour'>('meeting')

  async function make() {
    const { path } = await call(CreateGuestLink, { meetingId, valid })
    onMade(path)
  }

  return (
    <Form onSubmit={make} explain={(failure) => (failureCode(failure) === 'too_many' ? t.enough : undefined)}>
      <RadioGroup
        label={t.valid}
        options={[
          { id: 'meeting', name: t.validMeeting, description: t.validMeetingHint },
          { id: 'hour', name: t.validHour },
        ]}
        value={valid}
        onChange={setValid}
      />
      <SubmitButton icon={LinkIcon}>{t.make}</SubmitButton>
    </Form>
  )
}

function Links({ meetingId, links }: { meetingId: string; links: readonly GuestLink[] }) {
  const t = useTexts(hostTexts)

  async function revoke(linkId: string) {
    try {
      await call(RevokeGuestLink, { meetingId, linkId })
      showToast(t.revoked, 'success')
    } catch (error) {
      showToast(refusalText(error), 'error')
    }
  }

  return (
    <section aria-labelledby="guest-links">
      <h3 id="guest-links" className="guests-links-title">
        {t.links}
      </h3>
      <PlainList label={t.links}>
        {links.map(({ id, madeAt, madeBy, expiresAt }) => {
          const of = t.linkOf(madeBy.name, formatTime(madeAt))
          return (
            <div className="guests-link" key={id}>
              <p>
                {of}
                <span className="guests-link-until">
                  {isForMeeting(madeAt, expiresAt) ? t.whileMeeting : t.until(formatTime(expiresAt))}
                </span>
              </p>
              <Button size="small" aria-label={t.revokeNamed(of)} onPress={() => void revoke(id)}>
                {t.revoke}
              </Button>
            </div>
          )
        })}
      </PlainList>
    </section>
  )
}
