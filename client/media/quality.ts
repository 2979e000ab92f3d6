/** How well the line carries the meeting. */
export type Quality = 'good' | 'weak' | 'bad'

export interface LineSample {
  /** Share of packets lost since the last sample, 0 to 1. */
  readonly loss: number
  /** There and back, in milliseconds; undefined when unknown. */
  readonly roundTripMs: number | undefined
}

/** So many samples in a row must agree before the word changes: worse is told sooner than better. */
const WORSE_AFTER = 2
const BETTER_AFTER = 3
const RANK: Readonly<Record<Quality, number>> = { good: 0, weak: 1, bad: 2 }

function judgeSample({ loss, roundTripMs = 0 }: LineSample): Quality {
  if (loss > 0.12 || roundTripMs > 700) return 'bad'
  if (loss > 0.04 || roundTripMs > 350) return 'weak'
  return 'good'
}

export interface Judgement {
  readonly quality: Quality
  readonly candidate: Quality
  readonly times: number
}

export const FIRST_JUDGEMENT: Judgement = { quality: 'good', candidate: 'good', times: 0 }

/** The judgement after one more sample. */
export function judge({ quality, candidate, times }: Judgement, sample: LineSample): Judgement {
  const seen = judgeSample(sample)
  if (seen === quality) return { quality, candidate: seen, times: 0 }
  const count = seen === candidate ? times + 1 : 1
  const needed = RANK[seen] > RANK[quality] ? WORSE_AFTER : BETTER_AFTER
  return count >= needed ? { quality: seen, candidate: seen, times: 0 } : { quality, candidate: seen, times: count }
}

interface Counted {
  received: number
  lost: number
}

/** Turns the growing counters of both transports into samples. */
export class LineSampler {
  #before: Counted = { received: 0, lost: 0 }

  sample(reports: readonly RTCStatsReport[]): LineSample {
    const now: Counted = { received: 0, lost: 0 }
    let sentLoss = 0
    let roundTrip: number | undefined
    for (const stats of reports.flatMap((report) => [...report.values()])) {
      const values: Record<string, unknown> = stats
      if (values['type'] === 'inbound-rtp') {
        now.received += numberOf(values['packetsReceived'])
        now.lost += numberOf(values['packetsLost'])
      }
      if (values['type'] === 'remote-inbound-rtp') sentLoss = Math.max(sentLoss, numberOf(values['fractionLost']))
      if (values['type'] === 'candidate-pair' && values['nominated'] === true) {
        roundTrip = Math.max(roundTrip ?? 0, numberOf(values['currentRoundTripTime']))
      }
    }
    const received = now.received - this.#before.received
    const lost = Math.max(0, now.lost - this.#before.lost)
    this.#before = now
    // Too few packets say nothing: in silence hardly any are sent.
    const loss = received + lost >= 50 ? lost / (received + lost) : 0
    return { loss: Math.max(loss, sentLoss), roundTripMs: roundTrip === undefined ? undefined : roundTrip * 1000 }
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
