import { ReadHealth, type Health, type Hint } from '#protocol/admin'
import { formatDuration, formatNumber } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { InstallationFrame } from '../orgs/index.ts'
import { Fact, Facts, type FactState } from './facts.tsx'
import { hintTexts } from './hint-texts.ts'
import { ReadPart } from './read-part.tsx'
import { texts } from './texts.ts'
import './admin.css'

/** How the installation is, and what to look at. */
export function HealthPage() {
  const t = useTexts(texts)
  return (
    <InstallationFrame title={t.health.title}>
      <p className="admin-lead">{t.health.lead}</p>
      <ReadPart command={ReadHealth} input={{}}>
        {(health) => (
          <>
            <Hints hints={health.hints} />
            <State health={health} />
          </>
        )}
      </ReadPart>
    </InstallationFrame>
  )
}

/** Fine for a trial; everything else somebody should mend. */
const CALM: ReadonlySet<Hint> = new Set(['url.local', 'mail.none'])

function Hints({ hints }: { hints: readonly Hint[] }) {
  const t = useTexts(texts)
  const words = useTexts(hintTexts)
  const isWell = hints.every((hint) => CALM.has(hint))
  return (
    <div className="admin-hints">
      {isWell && <Banner kind="success">{t.health.well}</Banner>}
      {hints.map((hint) => (
        <Banner key={hint} kind={CALM.has(hint) ? 'info' : 'warning'} title={words[hint].title}>
          {words[hint].text}
        </Banner>
      ))}
    </div>
  )
}

const MEDIA: Readonly<Record<Health['media'], FactState>> = { ready: 'good', preparing: 'waiting', failed: 'bad' }

function State({ health: { version, origin, database, redis, nodes, jobs, media, hints } }: { health: Health }) {
  const t = useTexts(texts).health
  const stuck = hints.includes('jobs.stuck') || hints.includes('jobs.failed')
  const apart = hints.includes('database.clock')
  const waited = jobs.oldestWaitingMs === null ? undefined : t.waitingSince(formatDuration(jobs.oldestWaitingMs))
  return (
    <Facts>
      <Fact name={t.version} value={version} />
      <Fact name={t.address} value={origin} />
      <Fact
        name={t.database}
        state="good"
        value={t.answers}
        detail={database.isEmbedded ? t.embedded(database.version) : t.own(database.version)}
      />
      <Fact
        name={t.clock}
        state={apart ? 'bad' : 'good'}
        value={apart ? t.clockApart(formatDuration(Math.abs(database.clockAheadMs))) : t.clockAlike}
      />
      <Fact
        name={t.redis}
        {...(redis === 'none' ? {} : { state: redis === 'ok' ? ('good' as const) : ('bad' as const) })}
        value={t.redisStates[redis]}
        detail={redis === 'none' ? undefined : t.nodes(nodes)}
      />
      <Fact name={t.media} state={MEDIA[media]} value={t.mediaStates[media]} />
      <Fact
        name={t.jobs}
        state={stuck ? 'bad' : 'good'}
        value={t.jobsCount(formatNumber(jobs.waiting), formatNumber(jobs.running), formatNumber(jobs.failed))}
        detail={waited}
      />
    </Facts>
  )
}
