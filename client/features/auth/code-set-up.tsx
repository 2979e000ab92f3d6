import { useEffect, useState } from 'react'
import { encode } from 'uqr'
import type { NewTotp } from '#protocol/auth'
import type { Static } from 'typebox'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { CodeField } from './code-field.tsx'
import { stepTexts } from './step-texts.ts'
import { useExplainStep } from './use-explain-step.ts'
import './steps.css'

type Begun = Static<typeof NewTotp>

interface CodeSetUpProps {
  begin: () => Promise<Begun>
  finish: (code: string) => Promise<void>
}

/** Three steps to codes of an app: open it, take the picture, type what it shows. */
export function CodeSetUp({ begin, finish }: CodeSetUpProps) {
  const t = useTexts(stepTexts)
  const refusalText = useRefusalText()
  const explain = useExplainStep()
  const { begun, failure } = useBegun(begin)
  if (failure !== undefined) return <Banner kind="error">{explain(failure) ?? refusalText(failure)}</Banner>
  if (!begun) return <Skeleton label={t.appStep1} lines={6} />
  return (
    <Form onSubmit={(fields) => finish(fieldText(fields, 'code').replaceAll(/\s/g, ''))} explain={explain}>
      <ol className="set-up-steps">
        <li>{t.appStep1}</li>
        <li>
          {t.appStep2}
          <QrCode text={begun.uri} label={t.qr} />
          <p className="set-up-key">{t.secret}</p>
          <CopyText value={inGroups(begun.secret)} />
        </li>
        <li>{t.appStep3}</li>
      </ol>
      <CodeField />
      <SubmitButton>{t.confirm}</SubmitButton>
    </Form>
  )
}

function useBegun(begin: () => Promise<Begun>): { begun: Begun | undefined; failure: unknown } {
  const [begun, setBegun] = useState<Begun>()
  const [failure, setFailure] = useState<unknown>()
  // Once: each beginning makes another secret, and the picture that was taken would not count any more.
  const [start] = useState(() => once(begin))
  useEffect(() => {
    start().then(setBegun, setFailure)
  }, [start])
  return { begun, failure }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= work())
}

function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret
}

/** Black on white in every theme: cameras read nothing else. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 3 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
