import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { announce } from './announcer.tsx'
import { Banner, type BannerKind } from './banner.tsx'
import { texts } from './texts.ts'
import './toaster.css'

const SHOWN_MS = 7_000
const MOST = 3

interface Toast {
  id: number
  kind: BannerKind
  text: string
}

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let lastId = 0

/**
 * Confirms something whose place is no longer on the screen ("Raum archiviert"). Sparse: what can be said in its place is
 * said there. Errors that need an action are no toasts.
 */
export function showToast(text: string, kind: BannerKind = 'success'): void {
  lastId += 1
  change([...toasts, { id: lastId, kind, text }].slice(-MOST))
  announce(text)
}

/** The place of the toasts; they go by themselves, but not while somebody reads them with the pointer or the focus. */
export function Toaster() {
  const t = useTexts(texts)
  const shown = useSyncExternalStore(subscribe, () => toasts)
  const [isHeld, setHeld] = useState(false)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- nothing happens here, it only waits
    <section
      className="toaster"
      aria-label={t.confirmations}
      hidden={shown.length === 0}
      data-react-aria-top-layer="true"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isHeld={isHeld} />
      ))}
    </section>
  )
}

function ToastCard({ toast, isHeld }: { toast: Toast; isHeld: boolean }) {
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => remove(toast.id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [toast.id, isHeld])
  return (
    <div className="toaster-card">
      <Banner kind={toast.kind} isSilent onClose={() => remove(toast.id)}>
        {toast.text}
      </Banner>
    </div>
  )
}

function remove(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
