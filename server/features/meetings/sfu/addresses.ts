import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { TransportListenInfo } from 'mediasoup/types'
import type { Config } from '../../../../config/env.ts'

/** Interfaces beyond this are not offered: every candidate costs each browser a check. */
const MAX_ADDRESSES = 8
const LOOPBACK = '127.0.0.1'

/** An address the machine has, and what else browsers are told for it. */
export interface MediaAddress {
  ip: string
  announced?: string
}

/**
 * Where media is received. The machine's own addresses are announced as they are, so that people in the house stay in the
 * house; the public one, from the configuration or the public URL, beside them. On a machine that is visited as `localhost`
 * loopback is offered too.
 */
export async function findAddresses({
  media,
  publicUrl,
}: Pick<Config, 'media' | 'publicUrl'>): Promise<MediaAddress[]> {
  const own = media.listenAddress === '0.0.0.0' ? ownAddresses() : [media.listenAddress]
  const announced = media.announcedAddress ?? (await publicAddress(publicUrl))
  const [first, ...rest] = own
  if (first === undefined) return [{ ip: LOOPBACK }]
  if (announced === undefined || own.includes(announced)) return own.map((ip) => ({ ip }))
  return [{ ip: first, announced }, ...rest.map((ip) => ({ ip }))]
}

export function listenInfos(addresses: readonly MediaAddress[], port: number): TransportListenInfo[] {
  return (['udp', 'tcp'] as const).flatMap((protocol) =>
    addresses.map(({ ip, announced }) => ({
      protocol,
      ip,
      port,
      ...(announced === undefined ? {} : { announcedAddress: announced, exposeInternalIp: true }),
    })),
  )
}

/** All IPv4 addresses, those that reach other machines first. */
function ownAddresses(): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, address }) => family === 'IPv4' && !address.startsWith('169.254.'))
  const outside = found.filter(({ internal }) => !internal).map(({ address }) => address)
  return [...new Set(outside)].slice(0, MAX_ADDRESSES - 1).concat(LOOPBACK)
}

/** What the public URL's name means; the name itself where this machine cannot tell. */
async function publicAddress({ hostname }: URL): Promise<string | undefined> {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return undefined
  const bare = hostname.replaceAll(/[[\]]/g, '')
  if (isIP(bare) !== 0) return bare
  try {
    const { address } = await lookup(bare, { family: 4 })
    // Many systems map their own name to loopback: then browsers know better what it means.
    return address.startsWith('127.') ? bare : address
  } catch {
    return bare
  }
}
