import { useCallback, useEffect, useState } from 'react'
import type { Command, InputOf, OutputOf } from '#wire/command'
import { call } from './server.ts'

export type Reading<Value> =
  | { state: 'waiting' }
  | { state: 'ready'; value: Value }
  | { state: 'failed'; failure: unknown }

/**
 * Reads by a command when the component appears, again when `input` or `stamp` changes, and on `again`. What was read stays
 * until the next answer is here.
 */
export function useRead<C extends Command>(
  command: C,
  input: InputOf<C>,
  stamp = 0,
): { reading: Reading<OutputOf<C>>; again: () => void; set: (value: OutputOf<C>) => void } {
  const [reading, setReading] = useState<Reading<OutputOf<C>>>({ state: 'waiting' })
  const [turn, setTurn] = useState(0)
  const wanted = JSON.stringify({ input, stamp, turn })
  useEffect(() => {
    let isWanted = true
    call(command, (JSON.parse(wanted) as { input: InputOf<C> }).input).then(
      (value) => isWanted && setReading({ state: 'ready', value }),
      (failure: unknown) =>
        isWanted && setReading((known) => (known.state === 'ready' ? known : { state: 'failed', failure })),
    )
    return () => {
      isWanted = false
    }
  }, [command, wanted])
  const again = useCallback(() => setTurn((turn) => turn + 1), [])
  const set = useCallback((value: OutputOf<C>) => setReading({ state: 'ready', value }), [])
  return { reading, again, set }
}
