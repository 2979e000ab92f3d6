import { useRef, type ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Button } from './button.tsx'
import { CheckIcon, CopyIcon } from './icons.ts'
import { texts } from './texts.ts'
import { useCopy } from './use-copy.ts'
import './copy-text.css'

/** A longer text to take along, as it was written. */
export function CopyText({ value, actions }: { value: string; actions?: ReactNode }) {
  const t = useTexts(texts)
  const block = useRef<HTMLQuoteElement>(null)
  const { outcome, copy } = useCopy(value, () => {
    if (block.current) getSelection()?.selectAllChildren(block.current)
  })
  return (
    <div className="copy-text">
      <blockquote ref={block}>{value}</blockquote>
      <div className="copy-text-actions">
        <Button size="small" icon={outcome === 'copied' ? CheckIcon : CopyIcon} onPress={() => void copy()}>
          {outcome === 'copied' ? t.copied : t.copy}
        </Button>
        {actions}
      </div>
      {outcome === 'refused' && <p role="status">{t.copyByHand}</p>}
    </div>
  )
}
