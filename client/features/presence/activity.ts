import { REPORT_EVERY_MS } from '#protocol/presence'

/** Whoever does nothing with the page for so long is not counted as being there. */
const IDLE_MS = 5 * 60_000

interface ActivityOptions {
  /** The page is looked at and used, or no longer; repeated while it is. */
  report: (here: boolean) => void
  isVisible: () => boolean
  now: () => number
}

/** Whether somebody is at this page: it is visible, and was used a moment ago. */
export class Activity {
  readonly #options: ActivityOptions
  readonly #timer: ReturnType<typeof setInterval>
  #activeAt: number
  #isHere = false

  constructor(options: ActivityOptions) {
    this.#options = options
    this.#activeAt = options.now()
    this.#timer = setInterval(() => this.check(), REPORT_EVERY_MS)
    this.check()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** A key, the pointer, a touch. */
  used(): void {
    this.#activeAt = this.#options.now()
    if (!this.#isHere) this.check()
  }

  /** The page was shown or hidden, or the line is a new one, which knows nothing. */
  check(): void {
    const { isVisible, now, report } = this.#options
    const wasHere = this.#isHere
    this.#isHere = isVisible() && now() - this.#activeAt < IDLE_MS
    if (this.#isHere || wasHere) report(this.#isHere)
  }
}

const USES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Watches the whole page, until the returned function is called. */
export function watchPage(activity: Activity): () => void {
  const used = () => activity.used()
  const turned = () => activity.check()
  for (const use of USES) window.addEventListener(use, used, { passive: true, capture: true })
  document.addEventListener('visibilitychange', turned)
  return () => {
    for (const use of USES) window.removeEventListener(use, used, { capture: true })
    document.removeEventListener('visibilitychange', turned)
  }
}
