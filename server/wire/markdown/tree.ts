/** What a message's source means. Text is text: nothing in here is ever read as HTML. */
export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; children: Block[] }
  /** `start` is the first number of a numbered list, null for one with bullets. */
  | { kind: 'list'; start: number | null; items: Block[][] }

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'struck'; children: Inline[] }
  /** `href` has one of the allowed schemes; `host` is where it leads, for people to see. */
  | { kind: 'link'; href: string; host: string; children: Inline[] }
