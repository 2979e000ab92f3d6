import { isIPv6 } from 'node:net'

/**
 * Whom a limit by address counts: an IPv4 address, or the /64 an IPv6 line is given as a whole (RFC 6177), so that nobody
 * is somebody else with every request.
 */
export function networkLine(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const before = groupsOf(head)
  const omitted = tail === undefined ? 0 : 8 - before.length - groupsOf(tail).length
  const groups = [...before, ...Array.from({ length: omitted }, () => '0'), ...groupsOf(tail ?? '')]
  return `${groups.slice(0, 4).map(withoutZeros).join(':')}::/64`
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':')
}

function withoutZeros(group: string): string {
  return Number.parseInt(group, 16).toString(16)
}
