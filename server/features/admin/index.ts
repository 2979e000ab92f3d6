import type { Feature } from '../../realtime/feature.ts'

export const adminFeature: Feature = {
  name: 'admin',
  register() {},
}
