import { useEffect, useState } from 'react'
import type { OrganisationRole, PersonState } from '#protocol/orgs'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './page-texts.ts'

/** Which people are shown. */
export interface PeopleWanted {
  search?: string
  state?: PersonState
  role?: OrganisationRole
}

export const EVERYBODY: PeopleWanted = {}

type Filter = 'all' | PersonState | 'admin'
const FILTERS: readonly Filter[] = ['all', 'active', 'invited', 'deactivated', 'admin']
/** While somebody types nothing is asked. */
const PAUSE_MS = 250

interface PeopleSearchProps {
  wanted: PeopleWanted
  onChange: (wanted: PeopleWanted) => void
}

export function PeopleSearch({ wanted, onChange }: PeopleSearchProps) {
  const t = useTexts(texts)
  const [text, setText] = useState(wanted.search ?? '')
  // Somebody else may have emptied it.
  const [known, setKnown] = useState(wanted)
  if (known !== wanted) {
    setKnown(wanted)
    setText(wanted.search ?? '')
  }
  const filter = filterOf(wanted)

  useEffect(() => {
    const search = text.trim()
    if (search === (wanted.search ?? '').trim()) return undefined
    const timer = setTimeout(() => onChange(wantedBy(text, filter)), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, filter, wanted.search, onChange])

  return (
    <search className="people-search">
      <TextField
        label={t.search}
        description={t.searchHint}
        type="search"
        value={text}
        onChange={setText}
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      <Select
        label={t.filter}
        options={FILTERS.map((id) => ({ id, name: t.filters[id] }))}
        value={filter}
        onChange={(chosen) => onChange(wantedBy(text, chosen))}
      />
    </search>
  )
}

function filterOf({ state, role }: PeopleWanted): Filter {
  return role === 'admin' ? 'admin' : (state ?? 'all')
}

function wantedBy(text: string, filter: Filter): PeopleWanted {
  if (text.trim() === '' && filter === 'all') return EVERYBODY
  return {
    ...(text.trim() === '' ? {} : { search: text }),
    ...(filter === 'admin' ? { role: 'admin' as const } : filter === 'all' ? {} : { state: filter }),
  }
}
