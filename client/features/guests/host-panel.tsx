import { useState } from 'react'
import type { Guest } from '#protocol/guests'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { DoorIcon, GuestIcon } from '../../ui/icons.ts'
import { PersonLine } from '../../ui/person-line.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { hostTexts } from './host-texts.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { PutOutDialog, type PuttingOut } from './put-out-dialog.tsx'
import { admit, useGuests } from './use-guests.ts'
import './hosting.css'

/** Who waits and which guests are in, for whoever lets them in; and the way to invite some. */
export default function HostPanel({ meetingId }: { meetingId: string }) {
  const t = useTexts(hostTexts)
  const guests = useGuests(meetingId)
  const { waiting, admitted } = guests
  const [about, setAbout] = useState<PuttingOut | null>(null)
  const [isInviting, setInviting] = useState(false)

  return (
    <section className="guests-panel" aria-labelledby="guests-panel">
      <h3 id="guests-panel">{t.guests}</h3>
      {waiting.length + admitted.length === 0 && <p className="guests-nobody">{t.nobody}</p>}
      {waiting.length + admitted.length > 0 && (
        <PlainList label={t.guests}>
          {waiting.map((guest) => (
            <Waiting
              key={guest.id}
              guest={guest}
              onAdmit={() => void admit(meetingId, [guest])}
              onRefuse={() => setAbout({ guest, isIn: false })}
            />
          ))}
          {admitted.map((guest) => (
            <Admitted key={guest.id} guest={guest} onRemove={() => setAbout({ guest, isIn: true })} />
          ))}
        </PlainList>
      )}
      <div className="guests-actions">
        {waiting.length > 1 && (
          <Button kind="primary" icon={DoorIcon} onPress={() => void admit(meetingId, waiting)}>
            {t.admitAll}
          </Button>
        )}
        <Button icon={GuestIcon} onPress={() => setInviting(true)}>
          {t.invite}
        </Button>
      </div>
      <PutOutDialog meetingId={meetingId} about={about} onClose={() => setAbout(null)} />
      <InviteDialog meetingId={meetingId} guests={guests} isOpen={isInviting} onClose={() => setInviting(false)} />
    </section>
  )
}

function Waiting({ guest, onAdmit, onRefuse }: { guest: Guest; onAdmit: () => void; onRefuse: () => void }) {
  const t = useTexts(hostTexts)
  return (
    <PersonLine id={guest.id} name={guest.name} detail={t.waits}>
      <Button kind="primary" size="small" icon={DoorIcon} aria-label={t.admitNamed(guest.name)} onPress={onAdmit}>
        {t.admit}
      </Button>
      <Button size="small" aria-label={t.refuseNamed(guest.name)} onPress={onRefuse}>
        {t.refuse}
      </Button>
    </PersonLine>
  )
}

function Admitted({ guest, onRemove }: { guest: Guest; onRemove: () => void }) {
  const t = useTexts(hostTexts)
  return (
    <PersonLine id={guest.id} name={guest.name} detail={t.isIn}>
      <Button size="small" aria-label={t.removeNamed(guest.name)} onPress={onRemove}>
        {t.remove}
      </Button>
    </PersonLine>
  )
}
