import { defineFeature } from '../../shell/feature.ts'
import { OwnFoot } from './own-foot.tsx'

export { SettingsSection } from './settings-section.tsx'

export const settings = defineFeature({
  name: 'settings',
  routes: [{ path: '/settings', area: 'app', load: () => import('./settings-page.tsx') }],
  slots: { sideBarFoot: OwnFoot },
})
