import { useState, type ReactNode } from 'react'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { DeleteIcon, PictureIcon } from '../../ui/icons.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { UnreadableImage, readImage } from './read-image.ts'
import { texts } from './settings-texts.ts'
import './orgs.css'

interface PictureChooserProps {
  label: string
  hint: string
  hasPicture: boolean
  /** The picture as others see it, or what stands for it. */
  shown: ReactNode
  /** Keeps it; null takes it away. */
  onChoose: (image: string | null) => Promise<void>
}

/** A picture to look at, to change and to take away. */
export function PictureChooser({ label, hint, hasPicture, shown, onChoose }: PictureChooserProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function keep(work: () => Promise<string | null>) {
    setPending(true)
    setFailure(undefined)
    try {
      await onChoose(await work())
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setPending(false)
    }
  }

  const isUnreadable = failure instanceof UnreadableImage || (failure instanceof Refusal && failure.code === 'invalid')
  return (
    <div className="picture-chooser" role="group" aria-label={label}>
      <span className="picture-chooser-label">{label}</span>
      <p className="organisations-lead">{hint}</p>
      <div className="picture-chooser-row">
        {shown}
        <FileButton
          accept="image/jpeg,image/png,image/webp"
          icon={PictureIcon}
          onChoose={(file) => void keep(() => readImage(file))}
        >
          {hasPicture ? t.another : t.choose}
        </FileButton>
        {hasPicture && (
          <Button kind="quiet" icon={DeleteIcon} onPress={() => void keep(() => Promise.resolve(null))}>
            {t.remove}
          </Button>
        )}
      </div>
      {isPending && <ProgressBar label={t.sending} />}
      <p className="organisations-lead">{t.formats}</p>
      {failure !== undefined && <Banner kind="error">{isUnreadable ? t.unreadable : refusalText(failure)}</Banner>}
    </div>
  )
}
