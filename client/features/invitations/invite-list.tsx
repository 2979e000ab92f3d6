import { useState } from 'react'
import { Invite, LIST_LENGTH, PreviewInvitations, type PreviewLine } from '#protocol/invitations'
import type { OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { Form } from '../../ui/form.tsx'
import { ListIcon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { InvitePreview } from './invite-preview.tsx'
import { InviteProgress } from './invite-progress.tsx'
import { readListFile } from './list-file.ts'
import { TermFields } from './term-fields.tsx'
import { texts } from './texts.ts'
import { useTerms } from './use-terms.ts'

interface InviteListProps {
  projectId: string
  sendsMail: boolean
}

type Step =
  | { state: 'writing' }
  | { state: 'preview'; lines: readonly PreviewLine[] }
  | { state: 'done'; result: OutputOf<typeof Invite> }

/** A pasted list or a CSV file; nothing is sent before one has seen what will happen. */
export function InviteList({ projectId, sendsMail }: InviteListProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const terms = useTerms(projectId)
  const [text, setText] = useState('')
  const [fileFault, setFileFault] = useState<string>()
  const [step, setStep] = useState<Step>({ state: 'writing' })
  const { role, roomId, asColleagues } = terms

  async function preview() {
    setStep({ state: 'preview', lines: await call(PreviewInvitations, { projectId, roomId, text }) })
  }

  async function readFile(file: File) {
    setFileFault(undefined)
    try {
      const read = await readListFile(file, LIST_LENGTH)
      if (read === undefined) setFileFault(t.fileTooLarge)
      else setText(read)
    } catch (failure) {
      setFileFault(refusalText(failure))
    }
  }

  async function invite(lines: readonly PreviewLine[]) {
    const people = lines.flatMap(({ email, name, outcome }) =>
      outcome === 'invite' && email !== null ? [{ email, ...(name === null ? {} : { name }) }] : [],
    )
    setStep({ state: 'done', result: await call(Invite, { projectId, roomId, role, asColleagues, people }) })
  }

  switch (step.state) {
    case 'preview':
      return (
        <InvitePreview
          lines={step.lines}
          onInvite={() => invite(step.lines)}
          onBack={() => setStep({ state: 'writing' })}
        />
      )
    case 'done':
      return <InviteProgress projectId={projectId} result={step.result} />
    case 'writing':
      return (
        <div className="invite-panel">
          <Form
            onSubmit={preview}
            explain={(failure) =>
              failure instanceof Refusal && failure.details.field === 'text' ? t.tooMany : undefined
            }
          >
            <TextArea
              label={t.list}
              name="list"
              description={t.listHint}
              placeholder={t.listExample}
              value={text}
              onChange={setText}
              isRequired
              maxLength={LIST_LENGTH}
              rows={5}
            />
            <div>
              <FileButton
                icon={ListIcon}
                accept=".csv,.txt,text/csv,text/plain"
                onChoose={(file) => void readFile(file)}
              >
                {t.file}
              </FileButton>
            </div>
            {fileFault !== undefined && <Banner kind="error">{fileFault}</Banner>}
            <TermFields terms={terms} />
            <div className="form-actions">
              <SubmitButton>{t.preview}</SubmitButton>
            </div>
          </Form>
          {!sendsMail && <Banner kind="info">{t.linkText}</Banner>}
        </div>
      )
    default:
      return step satisfies never
  }
}
