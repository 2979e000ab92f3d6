import type { Feature } from '../../realtime/feature.ts'

export const integrationsFeature: Feature = {
  name: 'integrations',
  register() {},
}
