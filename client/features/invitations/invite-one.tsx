import { useState } from 'react'
import { Invite } from '#protocol/invitations'
import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { GuestIcon, LinkIcon, SendIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { projectPath, useProject } from '../projects/index.ts'
import { LinkToHand } from './link-to-hand.tsx'
import { TermFields } from './term-fields.tsx'
import { texts } from './texts.ts'
import { useTerms } from './use-terms.ts'

interface Done {
  email: string
  link: string | undefined
}

export function InviteOne({ projectId, sendsMail }: { projectId: string; sendsMail: boolean }) {
  const t = useTexts(texts)
  const terms = useTerms(projectId)
  const [done, setDone] = useState<Done>()

  async function invite(fields: FormData) {
    const email = fieldText(fields, 'email')
    const name = fieldText(fields, 'name')
    const { role, roomId, asColleagues } = terms
    const people = [{ email, ...(name === '' ? {} : { name }) }]
    const { links } = await call(Invite, { projectId, roomId, role, asColleagues, people })
    setDone({ email, link: links[0]?.link })
  }

  if (done) return <Invited projectId={projectId} done={done} onAnother={() => setDone(undefined)} />
  return (
    <div className="invite-panel">
      <Form
        onSubmit={invite}
        explain={(failure) => {
          if (!(failure instanceof Refusal)) return undefined
          if (failure.code === 'conflict') return t.alreadyThere
          return failure.code === 'invalid' ? t.notReachable : undefined
        }}
      >
        <TextField
          label={t.email}
          name="email"
          type="email"
          isRequired
          autoFocus
          maxLength={LIMITS.emailLength}
          autoComplete="off"
        />
        <TextField
          label={t.name}
          name="name"
          description={t.nameHint}
          isOptional
          maxLength={LIMITS.nameLength}
          autoComplete="off"
        />
        <TermFields terms={terms} />
        <div className="form-actions">
          <SubmitButton icon={sendsMail ? SendIcon : LinkIcon}>{sendsMail ? t.send : t.makeLink}</SubmitButton>
        </div>
      </Form>
    </div>
  )
}

function Invited({ projectId, done, onAnother }: { projectId: string; done: Done; onAnother: () => void }) {
  const t = useTexts(texts)
  const project = useProject(projectId)
  return (
    <div className="invite-panel">
      {done.link === undefined ? (
        <Banner kind="success" title={t.sent(done.email)}>
          {t.sentText}
        </Banner>
      ) : (
        <LinkToHand email={done.email} link={done.link} />
      )}
      <div className="form-actions">
        <Button kind="primary" icon={GuestIcon} autoFocus onPress={onAnother}>
          {t.another}
        </Button>
        <LinkButton to={projectPath(projectId)}>{t.toProject(project?.name ?? '')}</LinkButton>
      </div>
    </div>
  )
}
