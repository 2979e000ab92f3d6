import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup'
import type { Choice } from './choice.ts'
import { FieldFrame, invalidBy, type FieldLook } from './field.tsx'
import './check.css'

export interface RadioGroupProps<Id extends string> extends FieldLook {
  options: readonly Choice<Id>[]
  /** null while nothing is chosen. */
  value: Id | null
  onChange: (id: Id) => void
  isDisabled?: boolean
  isRequired?: boolean
  name?: string
}

/** One of a few choices, all of them visible. */
export function RadioGroup<Id extends string>({
  label,
  hidesLabel,
  description,
  error,
  options,
  onChange,
  ...field
}: RadioGroupProps<Id>) {
  return (
    <AriaRadioGroup
      {...field}
      {...invalidBy(error)}
      className="field"
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id)
        if (chosen) onChange(chosen.id)
      }}
    >
      <FieldFrame {...{ label, hidesLabel, description, error }}>
        <div className="check-list">
          {options.map((option) => (
            <Radio key={option.id} value={option.id} isDisabled={option.isDisabled ?? false} className="check">
              <span className="check-mark check-mark-round" />
              <span className="check-words">
                {option.name}
                {option.description !== undefined && <span className="check-description">{option.description}</span>}
              </span>
            </Radio>
          ))}
        </div>
      </FieldFrame>
    </AriaRadioGroup>
  )
}
