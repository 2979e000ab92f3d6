import { use } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { FormContext } from './form-context.ts'

/** The one action of a form; shows that the form is on its way. */
export function SubmitButton(button: Omit<ButtonProps, 'type' | 'isPending' | 'onPress'>) {
  const { isPending } = use(FormContext)
  return <Button kind="primary" {...button} type="submit" isPending={isPending} />
}
