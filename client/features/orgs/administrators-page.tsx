import { useState } from 'react'
import { ListInstallationPeople, SetInstallationRoles, type InstallationPerson } from '#protocol/orgs'
import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { GuestIcon } from '../../ui/icons.ts'
import { PersonLine } from '../../ui/person-line.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useMe } from '../auth/index.ts'
import { InstallationFrame } from './installation-frame.tsx'
import { texts as pageTexts } from './page-texts.ts'
import './orgs.css'

type People = InstallationPerson[]

/** Who administrates and audits the installation. */
export default function AdministratorsPage() {
  const page = useTexts(pageTexts)
  const t = page.administrators
  const refusalText = useRefusalText()
  const { reading, again, set } = useRead(ListInstallationPeople, {})
  const [isAppointing, setAppointing] = useState(false)
  return (
    <InstallationFrame
      title={t.title}
      actions={
        <Button kind="primary" icon={GuestIcon} onPress={() => setAppointing(true)}>
          {t.appoint}
        </Button>
      }
    >
      <p className="organisations-lead">{t.lead}</p>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={3} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{page.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {reading.state === 'ready' && (
        <PlainList label={t.title}>
          {reading.value.map((person) => (
            <AdministratorLine key={person.id} person={person} onChange={set} />
          ))}
        </PlainList>
      )}
      {isAppointing && reading.state === 'ready' && (
        <AppointDialog known={reading.value} onClose={() => setAppointing(false)} onChange={set} />
      )}
    </InstallationFrame>
  )
}

function AdministratorLine({ person, onChange }: { person: InstallationPerson; onChange: (people: People) => void }) {
  const page = useTexts(pageTexts)
  const t = page.administrators
  const me = useMe()
  const [isAsked, setAsked] = useState(false)
  const { id, name, email, organisation, admin, auditor } = person
  const tasks = [admin ? t.admin : undefined, auditor ? t.auditor : undefined].filter((task) => task !== undefined)
  return (
    <>
      <PersonLine
        id={id}
        name={name}
        detail={organisation === null ? email : `${organisation} · ${email}`}
        note={id === me?.id ? page.you : undefined}
      >
        <span>{tasks.join(', ')}</span>
        <Button kind="quiet" size="small" aria-label={t.withdrawTitle(name)} onPress={() => setAsked(true)}>
          {t.withdraw}
        </Button>
      </PersonLine>
      <ConfirmDialog
        title={t.withdrawTitle(name)}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={async () => onChange(await call(SetInstallationRoles, { email, admin: false, auditor: false }))}
        confirm={t.withdraw}
        isDangerous
        explain={(thrown) => (thrown instanceof Refusal && thrown.code === 'conflict' ? t.last : undefined)}
      >
        <p>{t.withdrawText(name)}</p>
      </ConfirmDialog>
    </>
  )
}

interface AppointDialogProps {
  known: People
  onClose: () => void
  onChange: (people: People) => void
}

function AppointDialog({ known, onClose, onChange }: AppointDialogProps) {
  const page = useTexts(pageTexts)
  const t = page.administrators
  const [admin, setAdmin] = useState(false)
  const [auditor, setAuditor] = useState(false)
  const [isMissing, setMissing] = useState(false)

  async function appoint(fields: FormData) {
    setMissing(!admin && !auditor)
    if (!admin && !auditor) return
    const email = fieldText(fields, 'email').trim()
    // Whoever has one of the tasks already keeps it.
    const before = known.find((person) => person.email.toLowerCase() === email.toLowerCase())
    const tasks = { admin: admin || (before?.admin ?? false), auditor: auditor || (before?.auditor ?? false) }
    onChange(await call(SetInstallationRoles, { email, ...tasks }))
    onClose()
  }

  function explain(thrown: unknown): string | undefined {
    if (!(thrown instanceof Refusal)) return undefined
    if (thrown.code === 'not_found') return t.unknown
    return thrown.code === 'conflict' ? t.last : undefined
  }

  return (
    <Dialog title={t.appoint} isOpen onClose={onClose}>
      <Form onSubmit={appoint} explain={explain}>
        <p>{t.appointText}</p>
        <TextField
          label={page.email}
          name="email"
          type="email"
          isRequired
          autoFocus
          maxLength={LIMITS.emailLength}
          autoComplete="off"
        />
        <fieldset className="installation-tasks">
          <legend>{t.tasks}</legend>
          <Checkbox isSelected={admin} onChange={setAdmin} description={t.adminHint}>
            {t.admin}
          </Checkbox>
          <Checkbox isSelected={auditor} onChange={setAuditor} description={t.auditorHint}>
            {t.auditor}
          </Checkbox>
          {isMissing && <p role="alert">{t.none}</p>}
        </fieldset>
        <div className="form-actions">
          <SubmitButton>{t.save}</SubmitButton>
          <Button onPress={onClose}>{page.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
