import type { Input } from '../../media/input.ts'

/** Switches over; for the button and its key. */
export function toggleInput(input: Input): void {
  const { state } = input.read()
  void input.want(state !== 'on' && state !== 'starting')
}
