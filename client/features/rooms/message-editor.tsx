import { useEffect, useRef, useState } from 'react'
import { EditMessage, type Message } from '#protocol/rooms'
import { LIMITS } from '#wire/limits'
import { formatNumber } from '../../i18n/format.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { texts } from './texts.ts'
import './message-editor.css'

/** Changes an own message in its place. Escape gives up, Ctrl + Enter saves. */
export function MessageEditor({ message, onDone }: { message: Message; onDone: () => void }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [body, setBody] = useState(message.body ?? '')
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
  }, [])
  const isTooLong = body.length > LIMITS.messageLength
  const maySave = body.trim() !== '' && !isTooLong && !isPending

  async function save() {
    if (!maySave) return
    if (body === message.body) {
      onDone()
      return
    }
    setPending(true)
    setFailure(undefined)
    try {
      await call(EditMessage, { roomId: message.roomId, messageId: message.id, body })
      onDone()
    } catch (thrown) {
      setFailure(thrown)
      setPending(false)
    }
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key === 'Escape') onDone()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="message-editor">
      <TextArea
        label={t.editLabel}
        hidesLabel
        ref={field}
        value={body}
        onChange={setBody}
        onKeyDown={onKeyDown}
        error={isTooLong ? t.tooLong(formatNumber(LIMITS.messageLength)) : undefined}
      />
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <div className="form-actions">
        <Button kind="primary" isDisabled={!maySave && !isPending} isPending={isPending} onPress={() => void save()}>
          {t.save}
        </Button>
        <Button onPress={onDone}>{t.cancel}</Button>
      </div>
    </div>
  )
}
