import type { EndReason } from '../../media/call-state.ts'

type EndedTexts = Readonly<
  Record<
    'ended' | 'endedHint' | 'elsewhere' | 'elsewhereHint' | 'revoked' | 'revokedHint' | 'failed' | 'failedHint',
    string
  >
>

/** Why a meeting is over, and what follows from it. */
export function endedWords(t: EndedTexts, reason: EndReason): { title: string; hint: string } {
  switch (reason) {
    case 'elsewhere':
      return { title: t.elsewhere, hint: t.elsewhereHint }
    case 'revoked':
      return { title: t.revoked, hint: t.revokedHint }
    case 'failed':
      return { title: t.failed, hint: t.failedHint }
    case 'ended':
    case 'left':
      return { title: t.ended, hint: t.endedHint }
  }
}
