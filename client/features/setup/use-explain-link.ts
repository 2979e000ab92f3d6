import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { texts } from './texts.ts'

/** Says what is wrong with the link where that is the reason; a link that cannot be one is as good as a used one. */
export function useExplainLink(token: string): (failure: unknown) => string | undefined {
  const t = useTexts(texts)
  return (failure) => {
    if (!(failure instanceof Refusal)) return undefined
    const isNone = failure.code === 'invalid' && !/^[A-Za-z0-9_-]{43}$/.test(token)
    return failure.code === 'gone' || isNone ? `${t.gone}. ${t.goneText}` : undefined
  }
}
