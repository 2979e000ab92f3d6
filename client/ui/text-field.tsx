import { Input } from 'react-aria-components/Input'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import { FieldFrame, invalidBy, type FieldLook } from './field.tsx'

export interface TextFieldProps
  extends
    FieldLook,
    Pick<
      AriaTextFieldProps,
      | 'value'
      | 'defaultValue'
      | 'onChange'
      | 'onBlur'
      | 'name'
      | 'type'
      | 'isRequired'
      | 'isDisabled'
      | 'isReadOnly'
      | 'autoComplete'
      | 'autoFocus'
      | 'inputMode'
      | 'maxLength'
      | 'minLength'
      | 'pattern'
    > {
  placeholder?: string
  /** Says "freiwillig" beside the label. */
  isOptional?: boolean
  ref?: React.Ref<HTMLInputElement>
}

/** One line of text. */
export function TextField({
  label,
  hidesLabel,
  description,
  error,
  isOptional,
  placeholder = '',
  ref,
  ...field
}: TextFieldProps) {
  return (
    <AriaTextField {...field} {...invalidBy(error)} className="field">
      <FieldFrame {...{ label, hidesLabel, description, error, isOptional, minLength: field.minLength }}>
        <Input placeholder={placeholder} ref={ref} className="field-control" />
      </FieldFrame>
    </AriaTextField>
  )
}
