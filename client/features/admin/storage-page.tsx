import { ReadStorage, type Storage } from '#protocol/admin'
import { formatBytes } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { InstallationFrame } from '../orgs/index.ts'
import { Fact, Facts } from './facts.tsx'
import { ReadPart } from './read-part.tsx'
import { texts } from './texts.ts'
import './admin.css'

/** How much is stored, of what kind, and how much room is left. */
export function StoragePage() {
  const t = useTexts(texts)
  return (
    <InstallationFrame title={t.storage.title}>
      <p className="admin-lead">{t.storage.lead}</p>
      <ReadPart command={ReadStorage} input={{}}>
        {(storage) => <Stored storage={storage} />}
      </ReadPart>
    </InstallationFrame>
  )
}

function Stored({ storage: { database, disk } }: { storage: Storage }) {
  const t = useTexts(texts).storage
  return (
    <Facts>
      {disk && (
        <Fact
          name={t.free}
          state={disk.isLow ? 'bad' : 'good'}
          value={disk.isLow ? t.low(formatBytes(disk.freeBytes)) : t.enough(formatBytes(disk.freeBytes))}
          detail={t.total(formatBytes(disk.totalBytes))}
        />
      )}
      <Fact name={t.database} value={formatBytes(database.bytes)} detail={database.isEmbedded ? t.here : t.elsewhere} />
      {database.kinds.map(({ kind, bytes }) => (
        <Fact key={kind} name={t.kinds[kind]} value={formatBytes(bytes)} />
      ))}
    </Facts>
  )
}
