import type { Feature } from '../../realtime/feature.ts'

export const ssoFeature: Feature = {
  name: 'sso',
  register() {},
}
