import type { Feature } from '../../realtime/feature.ts'

export const invitationsFeature: Feature = {
  name: 'invitations',
  register() {},
}
