import type { ProjectRole } from '#protocol/projects'
import { useTexts } from '../../i18n/texts.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Select } from '../../ui/select.tsx'
import { texts } from './texts.ts'
import { NO_ROOM, type Terms } from './use-terms.ts'
import './invitations.css'

const ROLES: readonly ProjectRole[] = ['member', 'viewer', 'lead', 'external']

/** Where people are invited to, and as what. */
export function TermFields({ terms }: { terms: Terms }) {
  const t = useTexts(texts)
  const rooms = terms.rooms.map(({ id, name, visibility }) => ({
    id,
    name: visibility === 'closed' ? `${name} (${t.closedRoom})` : name,
  }))
  return (
    <>
      <Select
        label={t.room}
        description={t.roomHint}
        options={[...rooms, { id: NO_ROOM, name: t.noRoom }]}
        value={terms.roomId ?? NO_ROOM}
        onChange={terms.setRoom}
        error={terms.lacksRoom ? t.externalNeedsRoom : undefined}
      />
      <RadioGroup
        label={t.role}
        options={ROLES.map((id) => ({ id, name: t.roles[id], description: t.roleHints[id] }))}
        value={terms.role}
        onChange={terms.setRole}
      />
      {terms.ownOrganisation !== undefined && (
        <Checkbox isSelected={terms.asColleagues} onChange={terms.setAsColleagues} description={t.asColleaguesHint}>
          {t.asColleagues(terms.ownOrganisation)}
        </Checkbox>
      )}
      <p className="invitations-lead">{t.homeHint}</p>
    </>
  )
}
