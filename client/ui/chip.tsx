import { ToggleButton } from 'react-aria-components/ToggleButton'
import { Tooltip } from './tooltip.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './chip.css'

interface ChipProps {
  /** One character or emoji. */
  sign: string
  count: number
  /** What it says in words: with the number its accessible name, and shown beside it. */
  label: string
  isSelected: boolean
  /** Pressed, but not certain yet. */
  isUnderWay: boolean
  excludeFromTabOrder: boolean
  /** Undefined: it can only be looked at. */
  onChange: ((isSelected: boolean) => void) | undefined
}

/** A sign with its number that can be joined or left by pressing. */
export function Chip({ sign, count, label, isSelected, isUnderWay, excludeFromTabOrder, onChange }: ChipProps) {
  const look = ['chip', isSelected && 'chip-selected', isUnderWay && 'chip-under-way'].filter(Boolean).join(' ')
  const face = (
    <>
      <span aria-hidden="true" className="chip-sign">
        {sign}
      </span>
      <span className="chip-count">{count}</span>
      <VisuallyHidden> {label}</VisuallyHidden>
    </>
  )
  if (!onChange) {
    return (
      <span className={look} title={label}>
        {face}
      </span>
    )
  }
  return (
    <Tooltip text={label}>
      <ToggleButton
        className={`${look} chip-pressable`}
        isSelected={isSelected}
        onChange={onChange}
        excludeFromTabOrder={excludeFromTabOrder}
      >
        {face}
      </ToggleButton>
    </Tooltip>
  )
}
