/*
 * Loaded into a server process whose clock is wrong: by the first number of milliseconds in FAULTS_CLOCK, and after each SIGUSR2
 * by the next.
 */
const offsets = JSON.parse(process.env['FAULTS_CLOCK'] ?? '[]') as number[]
const Real = Date
let jumps = 0

function wrongNow(): number {
  return Real.now() + (offsets[Math.min(jumps, offsets.length - 1)] ?? 0)
}

globalThis.Date = new Proxy(Real, {
  construct: (target, args: unknown[], by) =>
    Reflect.construct(target, args.length === 0 ? [wrongNow()] : args, by) as Date,
  apply: () => new Real(wrongNow()).toString(),
  get: (target, key, receiver) => (key === 'now' ? wrongNow : (Reflect.get(target, key, receiver) as unknown)),
})

process.on('SIGUSR2', () => {
  jumps += 1
})

export {}
