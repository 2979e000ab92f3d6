import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { announce } from './announcer.tsx'
import { texts } from './texts.ts'

const CONFIRMATION_MS = 4_000

/** `copied` for a moment; `refused` when it has to be copied by hand. */
export type CopyOutcome = 'copied' | 'refused' | undefined

/** Copies a text for the person to paste elsewhere; where that is not possible `mark` marks it. */
export function useCopy(value: string, mark: () => void): { outcome: CopyOutcome; copy: () => Promise<void> } {
  const t = useTexts(texts)
  const [outcome, setOutcome] = useState<CopyOutcome>()

  useEffect(() => {
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome(undefined), CONFIRMATION_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setOutcome('copied')
      announce(t.copied)
    } catch {
      // Without a secure connection, or forbidden by the town's policy: copying by hand is still possible.
      mark()
      setOutcome('refused')
    }
  }

  return { outcome, copy }
}
