import { ReadMediaWorkers, type MediaNode, type MediaWorker } from '#protocol/admin'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { InstallationFrame } from '../orgs/index.ts'
import { Fact, Facts, type FactState } from './facts.tsx'
import { ReadPart } from './read-part.tsx'
import { texts } from './texts.ts'
import './admin.css'

/** The processes that carry meetings. */
export function MediaWorkersPage() {
  const t = useTexts(texts)
  return (
    <InstallationFrame title={t.media.title}>
      <p className="admin-lead">{t.media.lead}</p>
      <ReadPart command={ReadMediaWorkers} input={{}}>
        {({ nodes }) =>
          nodes.map((node, index) => <Node key={node.id} node={node} number={index + 1} isOnly={nodes.length === 1} />)
        }
      </ReadPart>
    </InstallationFrame>
  )
}

interface NodeProps {
  node: MediaNode
  number: number
  isOnly: boolean
}

function Node({ node: { isThisNode, state, workers }, number, isOnly }: NodeProps) {
  const t = useTexts(texts).media
  return (
    <section className="admin-node">
      {!isOnly && <h2>{isThisNode ? t.thisNode(number) : t.node(number)}</h2>}
      {state !== 'ready' && (
        <Banner kind={state === 'preparing' ? 'info' : 'warning'} title={t.states[state].title}>
          {t.states[state].text}
        </Banner>
      )}
      <Facts>
        {workers.map((worker) => (
          <Worker key={worker.port} worker={worker} />
        ))}
      </Facts>
    </section>
  )
}

const LOADS: Readonly<Record<MediaWorker['load'], FactState>> = {
  idle: 'good',
  light: 'good',
  busy: 'waiting',
  full: 'bad',
}

function Worker({ worker: { port, state, load, meetings } }: { worker: MediaWorker }) {
  const t = useTexts(texts).media
  if (state === 'restarting')
    return <Fact name={t.worker(port)} state="bad" value={t.restarting} detail={t.restartingText} />
  return <Fact name={t.worker(port)} state={LOADS[load]} value={t.loads[load]} detail={t.meetings(meetings)} />
}
