import { ListDeliveries, type Delivery, type OutgoingHook } from '#protocol/integrations'
import { formatDateTime } from '../../i18n/format.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from './texts.ts'

interface DeliveriesDialogProps {
  hook: OutgoingHook
  isOpen: boolean
  onClose: () => void
}

/** What became of the last deliveries. */
export function DeliveriesDialog({ hook, isOpen, onClose }: DeliveriesDialogProps) {
  const t = useTexts(texts)
  return (
    <Dialog
      title={t.deliveries}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t.done}
        </Button>
      }
    >
      <Deliveries hookId={hook.id} />
    </Dialog>
  )
}

function Deliveries({ hookId }: { hookId: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ListDeliveries, { hookId })
  if (reading.state === 'waiting') return <Skeleton label={t.waiting} lines={4} />
  if (reading.state === 'failed') {
    return (
      <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
        {refusalText(reading.failure)}
      </Banner>
    )
  }
  if (reading.value.length === 0) return <p>{t.noDeliveries}</p>
  return (
    <>
      <p className="programs-section-text">{t.deliveriesText}</p>
      <PlainList label={t.deliveries}>
        {reading.value.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </PlainList>
    </>
  )
}

function DeliveryLine({ delivery: { event, at, status, failure, attempts } }: { delivery: Delivery }) {
  const t = useTexts(texts)
  const became = failure === null ? t.answered(status ?? 0) : t.failures[failure]
  return (
    <div className="program-line">
      <div className="program-line-words">
        <span>{t.eventNames[event]}</span>
        <span className="program-line-detail">
          {formatDateTime(at)} · {became} · {t.attempts(attempts)}
        </span>
      </div>
    </div>
  )
}
