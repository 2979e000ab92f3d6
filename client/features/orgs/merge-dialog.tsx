import { useState } from 'react'
import { MergePeople, PreviewMerge, type OrganisationPerson } from '#protocol/orgs'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from './merge-texts.ts'
import { texts as pageTexts } from './page-texts.ts'
import { SuccessorSearch } from './successor-search.tsx'

interface MergeDialogProps {
  organisationId: string
  /** The account that ends. */
  person: OrganisationPerson
  onClose: () => void
  onDone: () => void
}

/** Makes one account of two that are the same person's. */
export function MergeDialog({ organisationId, person, onClose, onDone }: MergeDialogProps) {
  const t = useTexts(texts)
  const page = useTexts(pageTexts)
  const refusalText = useRefusalText()
  const [keepId, setKeepId] = useState<string>()
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function merge() {
    if (keepId === undefined) return
    setPending(true)
    setFailure(undefined)
    try {
      await call(MergePeople, { keepId, goneId: person.id })
      onDone()
      onClose()
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setPending(false)
    }
  }

  return (
    <Dialog
      title={t.title(person.name)}
      isOpen
      onClose={onClose}
      role="alertdialog"
      actions={
        <>
          <Button kind="danger" isPending={isPending} isDisabled={keepId === undefined} onPress={() => void merge()}>
            {t.merge}
          </Button>
          <Button onPress={onClose}>{page.cancel}</Button>
        </>
      }
    >
      <p>{t.text(person.name, person.email)}</p>
      <SuccessorSearch
        organisationId={organisationId}
        label={t.keep}
        hint={t.keepHint}
        not={person.id}
        chosen={keepId}
        onChoose={setKeepId}
      />
      {keepId !== undefined && <Preview key={keepId} keepId={keepId} goneId={person.id} />}
      {failure !== undefined && <Banner kind="error">{explain(failure)}</Banner>}
    </Dialog>
  )

  function explain(thrown: unknown): string {
    if (!(thrown instanceof Refusal)) return refusalText(thrown)
    if (thrown.code === 'forbidden') return page.ofInstallation
    if (thrown.code !== 'conflict') return refusalText(thrown)
    return thrown.details.field === 'goneId' ? t.twoPeople : t.notThese
  }
}

function Preview({ keepId, goneId }: { keepId: string; goneId: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading } = useRead(PreviewMerge, { keepId, goneId })
  if (reading.state === 'waiting') return <Skeleton label={t.waiting} lines={2} />
  if (reading.state === 'failed') {
    const isNotThese = reading.failure instanceof Refusal && reading.failure.code === 'conflict'
    return <Banner kind="error">{isNotThese ? t.notThese : refusalText(reading.failure)}</Banner>
  }
  const { keep, projects } = reading.value
  return (
    <div>
      <p>{t.stays(keep.name, keep.email)}</p>
      {projects.length > 0 && (
        <>
          <p>{t.comes}</p>
          <ul>
            {projects.map(({ id, name, role }) => (
              <li key={id}>{`${name} (${t.roles[role]})`}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
