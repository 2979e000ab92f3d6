import { GUESTS, type VisitState } from '#protocol/guests'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from './sheet.tsx'
import { texts } from './texts.ts'
import { continueHere } from './visit.ts'

type Why = Exclude<VisitState, 'waiting' | 'admitted'> | 'elsewhere' | 'left' | 'gone' | 'noLink'

/** Why it does not go on here, and what one can do. */
export function VisitOver({ why, organisation = '' }: { why: Why; organisation?: string }) {
  const t = useTexts(texts).over
  const words = {
    left: t.leftText,
    ended: t.endedText(GUESTS.keptMinutes),
    refused: t.refusedText(organisation),
    removed: t.removedText(organisation),
    elsewhere: t.elsewhereText,
    gone: t.goneText,
    noLink: t.noLinkText,
  }
  return (
    <Sheet key={why} title={t[why]}>
      <p>{words[why]}</p>
      {why === 'elsewhere' && (
        <Button kind="primary" onPress={continueHere}>
          {t.here}
        </Button>
      )}
    </Sheet>
  )
}
