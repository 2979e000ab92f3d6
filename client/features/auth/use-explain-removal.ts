import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { securityTexts } from './security-texts.ts'

/** Why a second factor stays; undefined leaves it to the general sentence. */
export function useExplainRemoval(): (failure: unknown) => string | undefined {
  const t = useTexts(securityTexts)
  return (failure) =>
    failure instanceof Refusal && failure.details.reason === 'secondFactor.required' ? t.lastRequired : undefined
}
