import { Store } from '../state/store.ts'

export interface Voice {
  readonly peerId: string
  /** 0 to 1, linear; undefined while nothing is known. */
  readonly level: number | undefined
}

const LOUD = 0.012
/** Between two words nobody stops speaking. */
const HOLD_MS = 600
const EVERY_MS = 150

/** Who speaks at `now`, given when each was last heard; keeps `heard` up to date. */
export function whoSpeaks(voices: readonly Voice[], heard: Map<string, number>, now: number): string[] {
  for (const { peerId, level } of voices) if (level !== undefined && level > LOUD) heard.set(peerId, now)
  return voices.filter(({ peerId }) => now - (heard.get(peerId) ?? -Infinity) < HOLD_MS).map(({ peerId }) => peerId)
}

/** Watches several voices and tells who speaks. */
export class SpeakingWatch {
  readonly speaking = new Store<ReadonlySet<string>>(new Set())
  readonly #heard = new Map<string, number>()
  readonly #timer: ReturnType<typeof setInterval>

  constructor(listen: () => readonly Voice[]) {
    this.#timer = setInterval(() => this.#look(listen()), EVERY_MS)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(voices: readonly Voice[]): void {
    const now = whoSpeaks(voices, this.#heard, Date.now())
    const before = this.speaking.read()
    if (now.length !== before.size || now.some((peerId) => !before.has(peerId))) this.speaking.set(new Set(now))
  }
}
