import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Button } from './button.tsx'
import { CloseIcon, ErrorIcon, InfoIcon, SuccessIcon, WarningIcon, type Icon } from './icons.ts'
import { texts } from './texts.ts'
import { VisuallyHidden } from './visually-hidden.tsx'
import './banner.css'

export type BannerKind = 'info' | 'success' | 'warning' | 'error'

export interface BannerProps {
  kind: BannerKind
  title?: string
  children?: ReactNode
  /** Usually one `Button`. */
  action?: ReactNode
  onClose?: () => void
  /** What else is announced already is not announced by its place. */
  isSilent?: boolean
}

const ICONS: Readonly<Record<BannerKind, Icon>> = {
  info: InfoIcon,
  success: SuccessIcon,
  warning: WarningIcon,
  error: ErrorIcon,
}

/** A notice in its place. Errors interrupt a screen reader, the others wait their turn. */
export function Banner({ kind, title, children, action, onClose, isSilent = false }: BannerProps) {
  const t = useTexts(texts)
  const KindIcon = ICONS[kind]
  return (
    <div className={`banner banner-${kind}`} role={isSilent ? undefined : kind === 'error' ? 'alert' : 'status'}>
      <div className="banner-message">
        <KindIcon className="icon banner-icon" aria-hidden />
        <div className="banner-words">
          <VisuallyHidden>{t.kinds[kind]}: </VisuallyHidden>
          {title !== undefined && <strong>{title}</strong>}
          {children}
        </div>
      </div>
      {action !== undefined && <div className="banner-action">{action}</div>}
      {onClose && (
        <Button kind="quiet" size="small" icon={CloseIcon} hidesWord onPress={onClose}>
          {t.close}
        </Button>
      )}
    </div>
  )
}
