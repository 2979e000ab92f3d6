import { useState } from 'react'
import { EndOtherSessions, EndSession, ListSessions, type SignInSession } from '#protocol/auth'
import { formatDay, formatTime } from '../../i18n/format.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DeviceIcon, HereIcon, SignOutIcon, WarningIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { SettingsSection } from '../settings/index.ts'
import { securityTexts } from './security-texts.ts'
import './security.css'

/** Where one is signed in, seen by oneself alone. */
export function DevicesSection() {
  const t = useTexts(securityTexts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ListSessions, {})
  const [failure, setFailure] = useState<unknown>()
  const [isAsking, setAsking] = useState(false)

  async function end(sessionId: string) {
    setFailure(undefined)
    try {
      await call(EndSession, { sessionId })
      showToast(t.ended)
    } catch (thrown) {
      setFailure(thrown)
    }
    again()
  }

  async function endOthers() {
    await call(EndOtherSessions, {})
    again()
  }

  return (
    <SettingsSection title={t.devices}>
      <p>{t.devicesLead}</p>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      {reading.state === 'waiting' && <Skeleton label={t.stepsWaiting} lines={3} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {reading.state === 'ready' && (
        <PlainList label={t.devices}>
          {reading.value.map((session) => (
            <DeviceLine key={session.id} session={session} onEnd={() => void end(session.id)} />
          ))}
        </PlainList>
      )}
      {reading.state === 'ready' && reading.value.length > 1 && (
        <div className="form-actions">
          <Button icon={SignOutIcon} onPress={() => setAsking(true)}>
            {t.endOthers}
          </Button>
        </div>
      )}
      <ConfirmDialog
        title={t.endOthersTitle}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={endOthers}
        confirm={t.endOthers}
        isDangerous
      >
        <p>{t.endOthersText}</p>
      </ConfirmDialog>
    </SettingsSection>
  )
}

function DeviceLine({ session, onEnd }: { session: SignInSession; onEnd: () => void }) {
  const t = useTexts(securityTexts)
  const { browser, system, isThis, since, usedAt, endsAt } = session
  const name =
    browser === null && system === null
      ? t.unknownSystem
      : t.deviceName(browser ?? t.unknownBrowser, system ?? t.unknownSystem)
  return (
    <div className="device-line">
      <DeviceIcon className="icon" aria-hidden />
      <div className="device-line-words">
        <strong>{name}</strong>
        {isThis && (
          <span className="device-line-this">
            <HereIcon className="icon" aria-hidden />
            {t.thisDevice}
          </span>
        )}
        <span>{t.since(formatDay(since))}</span>
        {!isThis && <span>{t.used(formatDay(usedAt), formatTime(usedAt))}</span>}
        {endsAt !== null && (
          <span className="device-line-ends">
            <WarningIcon className="icon" aria-hidden />
            {t.endsAt(formatDay(endsAt))}
          </span>
        )}
      </div>
      {!isThis && (
        <Button size="small" aria-label={t.endDeviceLong(name)} onPress={onEnd}>
          {t.endDevice}
        </Button>
      )}
    </div>
  )
}
