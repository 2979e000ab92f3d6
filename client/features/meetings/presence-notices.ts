import { readTexts } from '../../i18n/texts.ts'
import type { Store } from '../../state/store.ts'
import { comingsAndGoings, isOn, type MeetingModel } from './model.ts'
import { texts } from './texts.ts'

/** At nine o'clock many come at once: one sentence tells of all. */
const BUNDLE_MS = 1_500

/** Says politely who came, went, and shares. */
export class PresenceNotices {
  readonly #model: Store<MeetingModel>
  readonly #say: (text: string) => void
  readonly #stopWatching: () => void
  #told: MeetingModel
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(model: Store<MeetingModel>, say: (text: string) => void) {
    this.#model = model
    this.#say = say
    this.#told = model.read()
    this.#stopWatching = model.subscribe(() => {
      this.#timer ??= setTimeout(() => this.#tell(), BUNDLE_MS)
    })
  }

  close(): void {
    this.#stopWatching()
    clearTimeout(this.#timer)
  }

  #tell(): void {
    this.#timer = undefined
    const now = this.#model.read()
    const sentences = noticesBetween(this.#told, now)
    this.#told = now
    if (sentences.length > 0) this.#say(sentences.join('. '))
  }
}

/** What somebody who does not see the screen should hear of the change. */
export function noticesBetween(before: MeetingModel, after: MeetingModel): string[] {
  const t = readTexts(texts).announce
  const { came, went } = comingsAndGoings(before, after)
  const sharing = (model: MeetingModel) =>
    new Map(
      model.participants
        .filter((participant) => participant.peerId !== model.ownPeerId && isOn(participant, 'screen'))
        .map(({ peerId, person }) => [peerId, person.name]),
    )
  const [shared, shares] = [sharing(before), sharing(after)]
  return [
    ...(came.length > 0 ? [t.came(came)] : []),
    ...(went.length > 0 ? [t.went(went)] : []),
    ...[...shares].filter(([peerId]) => !shared.has(peerId)).map(([, name]) => t.shares(name)),
    ...[...shared].filter(([peerId]) => !shares.has(peerId)).map(([, name]) => t.sharesNoMore(name)),
  ]
}
