import { useId, type ReactNode } from 'react'
import { Card } from '../../ui/card.tsx'
import './sso.css'

export function SsoSection({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className="sso-section-title">
        {title}
      </h2>
      <Card>
        <p className="sso-lead">{lead}</p>
        {children}
      </Card>
    </section>
  )
}
