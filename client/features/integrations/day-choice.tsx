import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Select } from '../../ui/select.tsx'
import { texts } from './texts.ts'

const CHOICES = ['30', '90', '180', '365'] as const
type Days = (typeof CHOICES)[number]

/** How long it is valid; called `days` in its form. */
export function DayChoice() {
  const t = useTexts(texts)
  const [days, setDays] = useState<Days>('90')
  return (
    <Select
      label={t.days}
      name="days"
      options={CHOICES.map((id) => ({ id, name: t.dayChoices[id] }))}
      value={days}
      onChange={setDays}
    />
  )
}
