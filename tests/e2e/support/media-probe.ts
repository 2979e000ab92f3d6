import type { BrowserContext, Page } from '@playwright/test'

/** What a page receives right now, summed over all its connections. */
export interface Received {
  audioPackets: number
  /** Total energy of decoded sound: grows only when something is heard. */
  audioEnergy: number
  videoPackets: number
  framesDecoded: number
  /** Largest decoded picture, in pixels of width. */
  widest: number
}

/** Collects the page's peer connections from outside: the product has no door for tests. */
export async function watchConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const connections: RTCPeerConnection[] = []
    Object.defineProperty(window, 'probedConnections', { value: connections })
    window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
      construct(target, settings: [RTCConfiguration?]) {
        const connection = new target(...settings)
        connections.push(connection)
        return connection
      },
    })
  })
}

export async function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const { probedConnections } = window as unknown as { probedConnections: RTCPeerConnection[] }
    const sum = { audioPackets: 0, audioEnergy: 0, videoPackets: 0, framesDecoded: 0, widest: 0 }
    for (const connection of probedConnections) {
      if (connection.connectionState === 'closed') continue
      for (const stat of (await connection.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
        if (stat.type !== 'inbound-rtp') continue
        if (stat.kind === 'audio') {
          sum.audioPackets += stat.packetsReceived ?? 0
          sum.audioEnergy += stat.totalAudioEnergy ?? 0
        } else {
          sum.videoPackets += stat.packetsReceived ?? 0
          sum.framesDecoded += stat.framesDecoded ?? 0
          sum.widest = Math.max(sum.widest, stat.frameWidth ?? 0)
        }
      }
    }
    return sum
  })
}

/** How much more is received after `milliseconds`. */
export async function receivedWithin(page: Page, milliseconds: number): Promise<Received> {
  const before = await received(page)
  await page.waitForTimeout(milliseconds)
  const after = await received(page)
  return {
    audioPackets: after.audioPackets - before.audioPackets,
    audioEnergy: after.audioEnergy - before.audioEnergy,
    videoPackets: after.videoPackets - before.videoPackets,
    framesDecoded: after.framesDecoded - before.framesDecoded,
    widest: after.widest,
  }
}
