import type { MediaState } from '#protocol/meetings'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { texts } from './texts.ts'

/** Meetings cannot be held yet, or not at all: what is going on, with its real progress. */
export function MediaNotReady({ state }: { state: Exclude<MediaState, { state: 'ready' }> | null }) {
  const t = useTexts(texts).preparing
  if (!state) return <Spinner label={t.waiting} />
  if (state.state === 'failed') {
    return (
      <Banner kind="error" title={t.failedTitle}>
        {t.failed}
      </Banner>
    )
  }
  return (
    <section className="media-not-ready" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p>{t.why}</p>
      <ProgressBar label={t[state.step]} value={state.total > 0 ? state.done / state.total : undefined} />
    </section>
  )
}
