import { useContext } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { PersonNames } from './person-names.ts'
import { texts } from './texts.ts'

/** Those that are offered. Each has a word. */
export const COMMON_REACTIONS = [
  { emoji: '👍', word: 'thumbsUp' },
  { emoji: '❤️', word: 'heart' },
  { emoji: '😄', word: 'joy' },
  { emoji: '🎉', word: 'congratulations' },
  { emoji: '👀', word: 'looking' },
  { emoji: '✅', word: 'done' },
] as const

/** More names than this are a number. */
const MOST_NAMES = 20

/** What an emoji means; any other one speaks for itself. */
export function useReactionWord(): (emoji: string) => string {
  const t = useTexts(texts)
  return (emoji) => {
    const common = COMMON_REACTIONS.find((reaction) => reaction.emoji === emoji)
    return common ? t.reactionWords[common.word] : emoji
  }
}

/** `Daumen hoch: Maria Schulte, Sie`. Whoever left, or whose name is not here yet, is counted. */
export function useReactionSentence(userId: string): (emoji: string, people: readonly string[]) => string {
  const t = useTexts(texts)
  const wordOf = useReactionWord()
  const names = useContext(PersonNames)
  return (emoji, people) => {
    const known = people.flatMap((id) => (id === userId ? t.you : (names.get(id) ?? [])))
    const shown = known.slice(0, MOST_NAMES)
    return t.reactedBy(wordOf(emoji), shown.join(', '), people.length - shown.length)
  }
}
