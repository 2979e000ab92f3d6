import { Button } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { useTexts } from '../i18n/texts.ts'
import type { Choice } from './choice.ts'
import { FieldFrame, invalidBy, type FieldLook } from './field.tsx'
import { CheckIcon, ChevronDownIcon } from './icons.ts'
import { texts } from './texts.ts'
import './floating.css'
import './select.css'

export interface SelectProps<Id extends string> extends FieldLook {
  options: readonly Choice<Id>[]
  /** null while nothing is chosen. */
  value: Id | null
  onChange: (id: Id) => void
  isDisabled?: boolean
  isRequired?: boolean
  name?: string
}

/** One choice of several in a list that opens. For two to five choices a `RadioGroup` shows more. */
export function Select<Id extends string>({
  label,
  hidesLabel,
  description,
  error,
  options,
  value,
  onChange,
  ...field
}: SelectProps<Id>) {
  const t = useTexts(texts)
  return (
    <AriaSelect
      {...field}
      {...invalidBy(error)}
      className="field"
      placeholder={t.choose}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key)
        if (chosen) onChange(chosen.id)
      }}
    >
      <FieldFrame {...{ label, hidesLabel, description, error }}>
        <Button className="field-control select-button">
          <SelectValue className="select-value">
            {({ isPlaceholder, selectedText, defaultChildren }) => (isPlaceholder ? defaultChildren : selectedText)}
          </SelectValue>
          <ChevronDownIcon className="icon" aria-hidden />
        </Button>
      </FieldFrame>
      <Popover className="floating select-popover" offset={4}>
        <ListBox className="floating-list" items={options}>
          {(option) => (
            <ListBoxItem
              className="floating-item"
              id={option.id}
              textValue={option.name}
              isDisabled={option.isDisabled ?? false}
            >
              {({ isSelected }) => (
                <>
                  <span className="floating-item-mark">{isSelected && <CheckIcon className="icon" aria-hidden />}</span>
                  <span className="floating-item-words">
                    <span>{option.name}</span>
                    {option.description !== undefined && (
                      <span className="floating-item-description">{option.description}</span>
                    )}
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
