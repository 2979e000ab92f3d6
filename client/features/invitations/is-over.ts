import { failureCode } from '../../i18n/refusals.ts'

/** A link that cannot be one is as good as one that is over. */
export function isOver(failure: unknown): boolean {
  return ['gone', 'invalid'].includes(failureCode(failure))
}
