import { exportPath, ListInstallationEvents } from '#protocol/audit'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { InstallationFrame } from '../orgs/index.ts'
import { EventLog } from './event-log.tsx'
import { texts } from './texts.ts'

export default function InstallationEventsPage() {
  const t = useTexts(texts)
  const { reading, again } = useRead(ListInstallationEvents, {})
  return (
    <InstallationFrame title={t.log}>
      <EventLog
        first={reading}
        again={again}
        readOlder={(before) => call(ListInstallationEvents, { before })}
        exportAs={(format) => exportPath('installation', format)}
      />
    </InstallationFrame>
  )
}
