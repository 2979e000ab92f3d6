import { useTexts } from '../../i18n/texts.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { READING, WRITING, type Ability } from './right-words.ts'
import { texts } from './texts.ts'
import './integrations.css'

/** What the program may; the boxes are called `ability` in their form. */
export function AbilityChoice() {
  const t = useTexts(texts)
  return (
    <>
      <Group title={t.reading} abilities={READING} />
      <Group title={t.writing} abilities={WRITING} />
    </>
  )
}

function Group({ title, abilities }: { title: string; abilities: readonly Ability[] }) {
  const t = useTexts(texts)
  return (
    <fieldset className="choice-group">
      <legend>{title}</legend>
      {abilities.map((ability) => (
        <Checkbox key={ability} name="ability" value={ability}>
          {t.abilities[ability]}
        </Checkbox>
      ))}
    </fieldset>
  )
}
