import type { MeOrNextStep } from '#protocol/auth'

/** Where somebody goes who has just made their account; where a second factor is asked for, by way of that. */
export function wayOn(entry: MeOrNextStep, place: string): string {
  return 'step' in entry ? `/sign-in?next=${encodeURIComponent(place)}` : place
}
