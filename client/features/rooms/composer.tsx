import { useRef } from 'react'
import { LIMITS } from '#wire/limits'
import type { Room } from '#protocol/rooms'
import { formatNumber } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/button.tsx'
import { SendIcon, WarningIcon } from '../../ui/icons.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { ComposerOptions } from './composer-options.tsx'
import { useEnterKey } from './enter-key.ts'
import { useDraft, useOwnRooms } from './own-rooms.ts'
import { formatted, type Format, type Selected } from './formatting.ts'
import { texts } from './texts.ts'
import { wroteIn } from './writing.ts'
import './composer.css'

/** Where one writes. What is not sent yet stays in this browser. */
export function Composer({ room }: { room: Room }) {
  const t = useTexts(texts)
  const { rooms, drafts, isOutboxLasting } = useOwnRooms()
  const isLasting = useStore(isOutboxLasting)
  const enter = useEnterKey()
  const text = useDraft(room.id)
  const field = useRef<HTMLTextAreaElement>(null)
  const isTooLong = text.length > LIMITS.messageLength
  const maySend = text.trim() !== '' && !isTooLong

  function write(next: string) {
    drafts.write(room.id, next)
    if (next !== '') wroteIn(room.id)
  }

  function send() {
    if (!maySend) return
    void drafts.send(room.id, (body) => rooms.outbox.add(room.id, body))
    field.current?.focus()
  }

  function format(kind: Format) {
    const { current } = field
    if (!current) return
    const next = formatted(
      { text, start: current.selectionStart, end: current.selectionEnd },
      kind,
      t.formats[kind].sample,
    )
    write(next.text)
    focusAfterMenu(current, next)
  }

  function onKeyDown(event: React.KeyboardEvent) {
    // While a character is being composed, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.altKey) return
    const sends = event.ctrlKey || event.metaKey || (enter === 'sends' && !event.shiftKey)
    if (!sends) return
    event.preventDefault()
    send()
  }

  return (
    <div className="composer">
      <div className="composer-row">
        <TextArea
          label={t.composer(room.name)}
          hidesLabel
          placeholder={t.placeholder}
          rows={1}
          maxRows={10}
          ref={field}
          value={text}
          onChange={write}
          onKeyDown={onKeyDown}
          enterKeyHint={enter === 'sends' ? 'send' : 'enter'}
          error={isTooLong ? t.tooLong(formatNumber(LIMITS.messageLength)) : undefined}
        />
        <Button kind="primary" icon={SendIcon} isDisabled={isTooLong} onPress={send}>
          {t.send}
        </Button>
      </div>
      {!isLasting && (
        <p className="composer-warning" role="status">
          <WarningIcon className="icon" aria-hidden />
          {t.notLasting}
        </p>
      )}
      <ComposerOptions onFormat={format} />
    </div>
  )
}

/** The menu gives the focus back to its button in the frame after it closed. */
function focusAfterMenu(field: HTMLTextAreaElement, { start, end }: Selected): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      field.focus()
      field.setSelectionRange(start, end)
    }),
  )
}
