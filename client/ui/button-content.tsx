import { ProgressBar } from 'react-aria-components/ProgressBar'
import { useTexts } from '../i18n/texts.ts'
import type { Icon } from './icons.ts'
import { texts } from './texts.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

interface ButtonContentProps {
  icon?: Icon | undefined
  hidesWord?: boolean | undefined
  isPending?: boolean | undefined
  children: string
}

/** Icon and word, the icon giving way to the progress while the action runs. */
export function ButtonContent({ icon: IconShape, hidesWord, isPending, children }: ButtonContentProps) {
  const t = useTexts(texts)
  return (
    <>
      {isPending ? (
        <ProgressBar isIndeterminate aria-label={t.pending} className="button-progress" />
      ) : (
        IconShape && <IconShape className="icon" aria-hidden />
      )}
      {hidesWord ? <VisuallyHidden>{children}</VisuallyHidden> : <span className="button-word">{children}</span>}
    </>
  )
}
