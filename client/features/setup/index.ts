import { defineFeature } from '../../shell/feature.ts'

export const setup = defineFeature({
  name: 'setup',
  routes: [{ path: '/set-up/:token', area: 'open', load: () => import('./set-up-page.tsx') }],
})
