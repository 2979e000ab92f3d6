import { buttonClass } from '../../ui/button.tsx'
import { ButtonContent } from '../../ui/button-content.tsx'
import { BuildingIcon } from '../../ui/icons.ts'
import { useSearch } from 'wouter'
import { startAddress } from './paths.ts'

/** Leaves the product for the provider: a link of the browser's, not one within the app. */
export function StartButton({ start, children }: { start: string; children: string }) {
  const next = new URLSearchParams(useSearch()).get('next')
  return (
    <a href={startAddress(start, next)} className={buttonClass({ kind: 'primary', isWide: true })}>
      <ButtonContent icon={BuildingIcon}>{children}</ButtonContent>
    </a>
  )
}
