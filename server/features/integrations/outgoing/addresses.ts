import { BlockList, isIP } from 'node:net'

/** Of this machine, this network, the provider's metadata service, and what only looks like an address elsewhere. */
const CLOSED: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]
/** IPv6 that carries an IPv4 address, where it stands in it: mapped, translated (NAT64), 6to4, Teredo (from its end, inverted). */
const CARRIERS: readonly (readonly [string, number, (groups: readonly number[]) => readonly [number, number]])[] = [
  ['::ffff:0:0', 96, (groups) => [groups[6] ?? 0, groups[7] ?? 0]],
  ['64:ff9b::', 96, (groups) => [groups[6] ?? 0, groups[7] ?? 0]],
  ['2002::', 16, (groups) => [groups[1] ?? 0, groups[2] ?? 0]],
  ['2001::', 32, (groups) => [0xffff & ~(groups[6] ?? 0), 0xffff & ~(groups[7] ?? 0)]],
]

const closed = listOf(CLOSED)
const carriers = CARRIERS.map(([net, bits, carried]) => ({ list: listOf([[net, bits]]), carried }))

function listOf(nets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [net, bits] of nets) list.addSubnet(net, bits, net.includes(':') ? 'ipv6' : 'ipv4')
  return list
}

/** Whether an address is one of the public network. Anything that is none is not. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 0) return false
  if (version === 4) return !closed.check(address, 'ipv4')
  const carrier = carriers.find(({ list }) => list.check(address, 'ipv6'))
  if (carrier) return isPublicAddress(dotted(carrier.carried(groupsOf(address))))
  return !closed.check(address, 'ipv6')
}

function dotted([high, low]: readonly [number, number]): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}

/** The eight groups of an IPv6 address, as a URL writes it: without an IPv4 tail, which the parser has turned into groups. */
function groupsOf(address: string): number[] {
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]/`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
}
