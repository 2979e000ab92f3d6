import type { MeetingSummary } from '#protocol/meetings'
import { useTexts } from '../../i18n/texts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { texts } from './texts.ts'
import './who-is-there.css'

const SHOWN = 5

/** Who is in the meeting, before one joins. */
export function WhoIsThere({ meeting }: { meeting: MeetingSummary | undefined }) {
  const t = useTexts(texts)
  const people = meeting?.people ?? []
  if (people.length === 0) return <p className="who-is-there-nobody">{t.preJoin.nobody}</p>
  const rest = people.length - SHOWN
  const names = people.slice(0, SHOWN).map(({ name, guest }) => (guest ? t.nameGuest(name) : name))
  return (
    <div className="who-is-there">
      <span className="who-is-there-faces">
        {people.slice(0, SHOWN).map(({ id, name }) => (
          <Avatar key={id} id={id} name={name} size="small" />
        ))}
      </span>
      <span>{t.inIt(rest > 0 ? [...names, t.andMore(rest)] : names)}</span>
    </div>
  )
}
