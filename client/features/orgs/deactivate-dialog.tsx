import { useState } from 'react'
import { ListHoldings, SetPersonActive, type Holding, type OrganisationPerson } from '#protocol/orgs'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from './page-texts.ts'
import { SuccessorSearch } from './successor-search.tsx'

interface DeactivateDialogProps {
  organisationId: string
  person: OrganisationPerson
  onClose: () => void
  onDone: () => void
}

/** Locks an account; what its owner alone answers for gets somebody new in the same step. */
export function DeactivateDialog({ organisationId, person, onClose, onDone }: DeactivateDialogProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ListHoldings, { personId: person.id })
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const holdings = reading.state === 'ready' ? reading.value : []
  const isDecided = reading.state === 'ready' && holdings.every(({ id }) => chosen[id] !== undefined)

  async function lock() {
    setPending(true)
    setFailure(undefined)
    try {
      const successors = holdings.flatMap(({ kind, id }) => {
        const successorId = chosen[id]
        return successorId === undefined ? [] : [{ kind, id, successorId }]
      })
      await call(SetPersonActive, { personId: person.id, active: false, successors })
      onDone()
      onClose()
    } catch (thrown) {
      setFailure(thrown)
      again()
    } finally {
      setPending(false)
    }
  }

  function explain(thrown: unknown): string {
    if (!(thrown instanceof Refusal)) return refusalText(thrown)
    if (thrown.code === 'forbidden') return t.ofInstallation
    if (thrown.code !== 'conflict') return refusalText(thrown)
    return thrown.details.field === 'successors' ? t.notHandedOver : t.lastAdmin
  }

  return (
    <Dialog
      title={t.deactivateTitle(person.name)}
      isOpen
      onClose={onClose}
      role="alertdialog"
      actions={
        <>
          <Button kind="danger" isPending={isPending} isDisabled={!isDecided} onPress={() => void lock()}>
            {holdings.length > 0 ? t.handOver : t.deactivate}
          </Button>
          <Button onPress={onClose}>{t.cancel}</Button>
        </>
      }
    >
      <p>{t.deactivateText(person.name)}</p>
      {reading.state === 'waiting' && <Skeleton label={t.administrators.waiting} lines={2} />}
      {reading.state === 'failed' && <Banner kind="error">{explain(reading.failure)}</Banner>}
      {holdings.length > 0 && (
        <>
          <p>
            <strong>{t.handOverText(person.name, holdings.length)}</strong> {t.handOverNote}
          </p>
          {holdings.map((holding) => (
            <SuccessorChoice
              key={holding.id}
              organisationId={organisationId}
              holding={holding}
              not={person.id}
              chosen={chosen[holding.id]}
              onChoose={(id) => setChosen((all) => ({ ...all, [holding.id]: id }))}
            />
          ))}
        </>
      )}
      {failure !== undefined && <Banner kind="error">{explain(failure)}</Banner>}
    </Dialog>
  )
}

interface SuccessorChoiceProps {
  organisationId: string
  holding: Holding
  /** Whoever leaves. */
  not: string
  chosen: string | undefined
  onChoose: (personId: string) => void
}

function SuccessorChoice({ organisationId, holding, not, chosen, onChoose }: SuccessorChoiceProps) {
  const t = useTexts(texts)
  const label = t.successorFor(holding.name)
  if (holding.candidates.length === 0) {
    return <SuccessorSearch hint={t.anybodyHint} {...{ organisationId, label, not, chosen, onChoose }} />
  }
  return <Select label={label} options={holding.candidates} value={chosen ?? null} onChange={onChoose} isRequired />
}
