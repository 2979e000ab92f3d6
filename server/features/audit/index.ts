import type { Feature } from '../../realtime/feature.ts'

export const auditFeature: Feature = {
  name: 'audit',
  register() {},
}
