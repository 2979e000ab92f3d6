import { useId, type ReactNode } from 'react'
import { Card } from '../../ui/card.tsx'
import './settings-page.css'

/** Settings that belong together, under a heading. */
export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className="settings-section-title">
        {title}
      </h2>
      <Card>
        <div className="settings-section-body">{children}</div>
      </Card>
    </section>
  )
}
