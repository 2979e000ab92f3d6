import { useState } from 'react'
import { CreateToken, ListTokens, RevokeToken, type AccessToken } from '#protocol/integrations'
import { LIMITS } from '#wire/limits'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { AddIcon, DeleteIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SettingsSection } from '../settings/index.ts'
import { AbilityChoice } from './ability-choice.tsx'
import { useAccessWords } from './access-words.ts'
import { DayChoice } from './day-choice.tsx'
import { DocumentationLink } from './documentation-link.tsx'
import { explainedBy, nothingChosen } from './nothing-chosen.ts'
import { ProgramLine } from './program-line.tsx'
import { rightsOf } from './right-words.ts'
import { SecretView } from './secret-view.tsx'
import { ShownOnceDialog, type ShownOnce } from './shown-once-dialog.tsx'
import { texts } from './texts.ts'

/** In the own settings: programs that act in one's own name. */
export default function OwnTokens() {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ListTokens, {})
  const [isCreating, setCreating] = useState(false)
  return (
    <SettingsSection title={t.title}>
      <p className="settings-section-note">
        {t.ownLead} <DocumentationLink />
      </p>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={2} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {reading.state === 'ready' && reading.value.length > 0 && (
        <PlainList label={t.tokens(reading.value.length)}>
          {reading.value.map((token) => (
            <TokenLine key={token.id} token={token} onChange={again} />
          ))}
        </PlainList>
      )}
      <div className="form-actions">
        <Button icon={AddIcon} onPress={() => setCreating(true)}>
          {t.createToken}
        </Button>
      </div>
      <ShownOnceDialog title={t.createToken} isOpen={isCreating} onClose={() => setCreating(false)}>
        {(show) => <TokenForm show={show} onCancel={() => setCreating(false)} onCreated={again} />}
      </ShownOnceDialog>
    </SettingsSection>
  )
}

interface TokenFormProps {
  show: (shown: ShownOnce) => void
  onCancel: () => void
  onCreated: () => void
}

function TokenForm({ show, onCancel, onCreated }: TokenFormProps) {
  const t = useTexts(texts)

  async function create(fields: FormData) {
    const rights = rightsOf(fields.getAll('ability').map(String))
    if (rights.length === 0) throw nothingChosen('ability')
    const wanted = { name: fieldText(fields, 'name'), rights, days: Number(fieldText(fields, 'days')) }
    const { token, secret } = await call(CreateToken, wanted)
    onCreated()
    show({
      title: t.secretTitle(token.name),
      content: <SecretView notice={t.secretOnce} label={t.secret} value={secret} use={t.secretUse} />,
    })
  }

  return (
    <Form onSubmit={create} explain={explainedBy({ ability: t.chooseOne })}>
      <TextField
        label={t.name}
        name="name"
        description={t.tokenNameHint}
        isRequired
        autoFocus
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      <AbilityChoice />
      <DayChoice />
      <div className="form-actions">
        <SubmitButton>{t.createToken}</SubmitButton>
        <Button onPress={onCancel}>{t.cancel}</Button>
      </div>
    </Form>
  )
}

function TokenLine({ token, onChange }: { token: AccessToken; onChange: () => void }) {
  const t = useTexts(texts)
  const words = useAccessWords()
  const [isRevoking, setRevoking] = useState(false)

  async function revoke() {
    await call(RevokeToken, { tokenId: token.id })
    onChange()
  }

  return (
    <>
      <ProgramLine
        name={token.name}
        details={words(token)}
        items={[
          { id: 'revoke', name: t.revoke, icon: DeleteIcon, isDangerous: true, onSelect: () => setRevoking(true) },
        ]}
      />
      <ConfirmDialog
        title={t.revokeTitle(token.name)}
        isOpen={isRevoking}
        onClose={() => setRevoking(false)}
        onConfirm={revoke}
        confirm={t.revoke}
        isDangerous
      >
        <p>{t.revokeText}</p>
      </ConfirmDialog>
    </>
  )
}
