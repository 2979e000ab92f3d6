import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../i18n/refusals.ts'
import { Banner } from './banner.tsx'
import { FormContext } from './form-context.ts'
import './form.css'

export interface FormProps {
  /** Gets the fields by their `name`. What it throws is said above the fields, or at the field a refusal names. */
  onSubmit: (fields: FormData) => Promise<void> | void
  /** Says it better than the general sentence for a refusal; undefined leaves it to that. */
  explain?: (failure: unknown) => string | undefined
  children: ReactNode
}

/** Checks its fields, sends once, shows that it does (its `SubmitButton`), and says what went wrong. */
export function Form({ onSubmit, explain, children }: FormProps) {
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const [field, setField] = useState<string>()
  const refusalText = useRefusalText()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.addEventListener('input', settle), [])
  const text = failure === undefined ? undefined : (explain?.(failure) ?? refusalText(failure))

  async function submit(fields: FormData) {
    setPending(true)
    setFailure(undefined)
    try {
      await onSubmit(fields)
    } catch (thrown) {
      setFailure(thrown)
      setField(fieldOf(thrown, fields))
      if (!(thrown instanceof Refusal)) reportError(thrown)
    } finally {
      setPending(false)
    }
  }

  return (
    <AriaForm
      className="form"
      ref={form}
      validationErrors={field !== undefined && text !== undefined ? { [field]: text } : {}}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPending) void submit(new FormData(event.currentTarget))
      }}
    >
      <FormContext value={{ isPending }}>
        {text !== undefined && field === undefined && <Failure key={text} text={text} />}
        {children}
      </FormContext>
    </AriaForm>
  )
}

/**
 * Takes an error away as soon as it is mended. The component library waits until the field is left, which is the moment the
 * button is pressed: it would move away under the press.
 */
function settle({ target }: Event): void {
  if (!(target instanceof HTMLInputElement) || target.getAttribute('aria-invalid') !== 'true') return
  if (target.validity.valid || target.validity.customError) target.dispatchEvent(new Event('change', { bubbles: true }))
}

function Failure({ text }: { text: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1}>
      <Banner kind="error">{text}</Banner>
    </div>
  )
}

/** What is refused may be no field of this form: a link, the place something belongs to. That is said above the fields. */
function fieldOf(failure: unknown, fields: FormData): string | undefined {
  const field = failure instanceof Refusal ? failure.details.field : undefined
  return field !== undefined && fields.has(field) ? field : undefined
}
