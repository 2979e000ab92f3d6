import type { Feature } from '../../realtime/feature.ts'

export const guestsFeature: Feature = {
  name: 'guests',
  register() {},
}
