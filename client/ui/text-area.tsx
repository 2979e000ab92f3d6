import { TextArea as AriaTextArea, type TextAreaProps as AriaTextAreaProps } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import { FieldFrame, invalidBy, type FieldLook } from './field.tsx'
import './text-area.css'

export interface TextAreaProps
  extends
    FieldLook,
    Pick<
      AriaTextFieldProps,
      'value' | 'defaultValue' | 'onChange' | 'name' | 'isRequired' | 'isDisabled' | 'autoFocus' | 'maxLength'
    >,
    Pick<
      AriaTextAreaProps,
      'onKeyDown' | 'onPaste' | 'onSelect' | 'placeholder' | 'aria-describedby' | 'enterKeyHint'
    > {
  /** Lines it has when empty. */
  rows?: number
  /** Lines up to which it grows; then it scrolls. */
  maxRows?: number
  isOptional?: boolean
  ref?: React.Ref<HTMLTextAreaElement>
}

/** Several lines of text; grows with what is written. */
export function TextArea({
  label,
  hidesLabel,
  description,
  error,
  isOptional,
  rows = 2,
  maxRows = 12,
  ref,
  onKeyDown,
  onPaste,
  onSelect,
  placeholder,
  enterKeyHint,
  'aria-describedby': describedBy,
  ...field
}: TextAreaProps) {
  return (
    <AriaTextField {...field} {...invalidBy(error)} className="field">
      <FieldFrame {...{ label, hidesLabel, description, error, isOptional }}>
        <AriaTextArea
          {...{ ref, rows, onKeyDown, onPaste, onSelect, placeholder, enterKeyHint, 'aria-describedby': describedBy }}
          className="field-control text-area"
          style={{ '--text-area-rows': rows, '--text-area-max-rows': maxRows }}
          onInput={growByHand}
        />
      </FieldFrame>
    </AriaTextField>
  )
}

/** For browsers that cannot size a field by its content. */
function growByHand({ currentTarget }: React.InputEvent<HTMLTextAreaElement>): void {
  if (CSS.supports('field-sizing', 'content')) return
  currentTarget.style.blockSize = 'auto'
  currentTarget.style.blockSize = `${currentTarget.scrollHeight + 2}px`
}
