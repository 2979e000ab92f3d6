import { useState } from 'react'
import { SetRetention, type Organisation } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { useRefusalText } from '../../i18n/refusals.ts'
import { texts } from './settings-texts.ts'

const OFFERED = [30, 90, 180, 365, 730, 1_825] as const
type Days = number | null

/** How long the projects of an organisation keep messages. To keep less is asked about first: it deletes. */
export function OrganisationRetention({ organisation }: { organisation: Organisation }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [days, setDays] = useState<Days>(organisation.retentionDays)
  const [asked, setAsked] = useState<number>()
  const [failure, setFailure] = useState<unknown>()

  const offered: Days[] = [null, ...new Set([...OFFERED, ...(days === null ? [] : [days])])]
  const choices = offered
    .toSorted((a, b) => (a ?? 0) - (b ?? 0))
    .map((each) => ({ id: String(each), name: each === null ? t.never : t.after(each) }))

  async function decide(retentionDays: Days) {
    const decided = await call(SetRetention, { organisationId: organisation.id, retentionDays })
    setDays(decided.retentionDays)
  }

  async function choose(id: string) {
    const wanted = id === 'null' ? null : Number(id)
    if (wanted !== null && wanted < (days ?? Infinity)) return setAsked(wanted)
    setFailure(undefined)
    try {
      await decide(wanted)
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  return (
    <section aria-labelledby="organisation-retention">
      <h2 id="organisation-retention" className="organisation-section-title">
        {t.retention}
      </h2>
      <Card>
        <div className="organisation-section-body">
          <p className="organisations-lead">{t.retentionLead}</p>
          <Select label={t.retentionLabel} options={choices} value={String(days)} onChange={(id) => void choose(id)} />
          {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
        </div>
      </Card>
      <ConfirmDialog
        title={t.retentionTitle}
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        onConfirm={() => decide(asked ?? days)}
        confirm={t.retentionConfirm}
        isDangerous
      >
        {asked !== undefined && <p>{t.retentionText(asked)}</p>}
      </ConfirmDialog>
    </section>
  )
}
