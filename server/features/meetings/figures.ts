import type { Metrics } from '../../platform/metrics.ts'
import type { Hall } from './hall.ts'
import type { MediaEngine } from './sfu/media-engine.ts'

const REPORT_MS = 2_000

/** Reports how much this node carries, without people and rooms, until it is stopped. */
export function reportFigures(metrics: Metrics, engine: MediaEngine, hall: Hall): () => void {
  const workers = metrics.gauge('media_workers', 'Media workers that run')
  const meetings = metrics.gauge('meetings', 'Meetings on this node')
  const peers = metrics.gauge('meeting_peers', 'People in meetings on this node, by device')
  const consumers = metrics.gauge('media_consumers', 'Streams offered to somebody')

  const report = () => {
    workers.set(engine.figures.workers)
    consumers.set(engine.figures.consumers)
    meetings.set(hall.meetings.length)
    peers.set(hall.meetings.reduce((sum, meeting) => sum + meeting.peers.length, 0))
  }
  const timer = setInterval(report, REPORT_MS)
  timer.unref()
  return () => clearInterval(timer)
}
