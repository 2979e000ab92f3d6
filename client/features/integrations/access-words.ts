import type { AccessToken } from '#protocol/integrations'
import { formatList } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { abilitiesOf } from './right-words.ts'
import { texts } from './texts.ts'
import { useDay } from './use-day.ts'

type Access = Pick<AccessToken, 'rights' | 'expiresAt' | 'lastUsedOn'>

/** What a token may, until when, and when it was last used, in words. */
export function useAccessWords(): (access: Access) => string[] {
  const t = useTexts(texts)
  const day = useDay()
  return ({ rights, expiresAt, lastUsedOn }) => [
    formatList(abilitiesOf(rights).map((ability) => t.abilities[ability])),
    new Date(expiresAt) > new Date() ? t.until(day(expiresAt)) : t.expired(day(expiresAt)),
    lastUsedOn === null ? t.neverUsed : t.lastUsed(day(lastUsedOn)),
  ]
}
