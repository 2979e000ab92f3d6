import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'
import { texts } from './texts.ts'

/** The line in words, when it is not good. */
export function LineNotice({ call }: { call: Call }) {
  const t = useTexts(texts).line
  const { line, quality } = useObservable(call.session.state)
  const soundIsBlocked = useObservable(call.soundIsBlocked)
  if (soundIsBlocked) {
    const play = (
      <Button size="small" kind="primary" onPress={() => call.soundIsBlocked.set(false)}>
        {t.playSound}
      </Button>
    )
    return (
      <Banner kind="warning" action={play}>
        {t.soundBlocked}
      </Banner>
    )
  }
  if (line === 'interrupted') return <Banner kind="warning">{t.interrupted}</Banner>
  return quality === 'good' ? null : <Banner kind="info">{t[quality]}</Banner>
}
