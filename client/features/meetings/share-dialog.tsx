import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ScreenShareIcon } from '../../ui/icons.ts'
import type { Call } from './call.ts'
import { texts } from './texts.ts'

/** Says what the others will see, before the browser asks what to share. */
export function ShareDialog({ call, isOpen, onClose }: { call: Call; isOpen: boolean; onClose: () => void }) {
  const t = useTexts(texts).share
  const [isChoosing, setChoosing] = useState(false)
  const [hasFailed, setFailed] = useState(false)

  async function choose() {
    setChoosing(true)
    setFailed(false)
    try {
      if (await call.media.addScreen()) onClose()
    } catch {
      setFailed(true)
    } finally {
      setChoosing(false)
    }
  }

  const actions = (
    <>
      <Button kind="primary" icon={ScreenShareIcon} isPending={isChoosing} onPress={() => void choose()}>
        {t.choose}
      </Button>
      <Button onPress={onClose}>{t.cancel}</Button>
    </>
  )
  return (
    <Dialog title={t.title} isOpen={isOpen} onClose={onClose} actions={actions}>
      <p>{t.whatIsSeen}</p>
      <p>{t.advice}</p>
      <p>{t.sound}</p>
      {hasFailed && <Banner kind="error">{t.failed}</Banner>}
    </Dialog>
  )
}
