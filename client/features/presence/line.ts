import type { Command, InputOf, OutputOf } from '#wire/command'
import type { TopicListener } from '../../net/topic-feed.ts'

/** What signs need of the line to the server. */
export interface Line {
  call: <C extends Command>(command: C, input: InputOf<C>) => Promise<OutputOf<C>>
  subscribe: (topic: string, cursor: number | null, listener: TopicListener) => () => void
  /** There is a socket at this moment: signs that would travel otherwise, or later, are not worth it. */
  isOpen: () => boolean
}
