import { useTexts } from '../../i18n/texts.ts'
import type { LocalMedia } from '../../media/local-media.ts'
import { CameraOffIcon } from '../../ui/icons.ts'
import { useObservable } from './calls-context.tsx'
import { Failure } from './failure.tsx'
import { InputToggle } from './input-toggle.tsx'
import { OwnPicture } from './picture.tsx'
import { texts } from './texts.ts'

/** One's own picture, and the two switches, both off at first. */
export function Preview({ media }: { media: LocalMedia }) {
  const t = useTexts(texts)
  const { state, track } = useObservable(media.camera)
  return (
    <section className="preview" aria-label={t.preJoin.preview}>
      <div className="preview-picture">
        {state === 'on' && track ? (
          <OwnPicture track={track} />
        ) : (
          <p className="preview-empty">
            <CameraOffIcon className="icon" aria-hidden />
            {state === 'starting' ? t.preJoin.cameraStarts : t.preJoin.cameraIsOff}
          </p>
        )}
      </div>
      <div className="meeting-controls" role="group" aria-label={t.controls.label}>
        <InputToggle input={media.microphone} />
        <InputToggle input={media.camera} />
      </div>
      <Failure input={media.microphone} />
      <Failure input={media.camera} />
    </section>
  )
}
