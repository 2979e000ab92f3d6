import { Banner } from '../../ui/banner.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { CopyText } from '../../ui/copy-text.tsx'

interface SecretViewProps {
  notice: string
  label: string
  value: string
  /** How it is used, below it. */
  use?: string
  /** Something to try it with. */
  example?: string
}

/** What is shown once: take it along now. */
export function SecretView({ notice, label, value, use, example }: SecretViewProps) {
  return (
    <div className="form">
      <Banner kind="warning">{notice}</Banner>
      <CopyField label={label} value={value} {...(use === undefined ? {} : { description: use })} />
      {example !== undefined && <CopyText value={example} />}
    </div>
  )
}
