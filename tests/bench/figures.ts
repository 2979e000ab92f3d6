import { cpus } from 'node:os'

export interface Figure {
  name: string
  p50: number
  p95: number
  runs: number
}

export function figure(name: string, milliseconds: readonly number[]): Figure {
  return { name, p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95), runs: milliseconds.length }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** A table a README can hold. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, p50, p95, runs }) => `| ${name} | ${round(p50)} | ${round(p95)} | ${runs} |`)
  return ['| | p50 ms | p95 ms | runs |', '|---|---:|---:|---:|', ...rows].join('\n')
}

function round(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)
}

export function machine(): string {
  const [first] = cpus()
  return `${cpus().length} cores (${first?.model ?? 'unknown'}), Node ${process.version}, ${process.platform} ${process.arch}`
}
