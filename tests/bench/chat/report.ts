/** What a section found. */
export interface Findings {
  /** Into the JSON line. */
  figures: Record<string, number>
  /** For people: lines of a Markdown table, `what | product | yardstick | reach`. */
  rows: string[][]
}

export interface Size {
  quick: boolean
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length % 2 === 1) return sorted[middle] ?? Number.NaN
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

export function round(value: number): number {
  const digits = Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 0
  return Number(value.toFixed(digits))
}

/** The reach in words, and that it was missed where it was. */
export function reach(value: number, operator: '≤' | '≥', bound: number): string {
  const isReached = operator === '≤' ? value <= bound : value >= bound
  return `${operator} ${bound}${isReached ? '' : ', missed'}`
}

export function table(rows: readonly string[][]): string {
  const head = ['| what | Allmende | yardstick in the same run | reach |', '|---|---:|---:|---|']
  return [...head, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')
}
