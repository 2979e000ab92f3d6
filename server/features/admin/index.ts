import { ReadHealth, ReadMailSettings, ReadMediaWorkers, ReadStorage, SendTestMail } from '#protocol/admin'
import type { Feature } from '../../realtime/feature.ts'
import { readHealth } from './health.ts'
import { readMediaWorkers } from './media-workers.ts'
import { readStorage } from './storage.ts'
import { readMailSettings, sendTestMail } from './test-mail.ts'

/** How the installation is, for whoever runs it. */
export const adminFeature: Feature = {
  name: 'admin',
  register(registry, deps) {
    registry.handle(ReadHealth, (actor) => readHealth(deps, actor))
    registry.handle(ReadStorage, (actor) => readStorage(deps, actor))
    registry.handle(ReadMediaWorkers, (actor) => readMediaWorkers(deps, actor))
    registry.handle(ReadMailSettings, (actor) => readMailSettings(deps, actor))
    registry.handle(SendTestMail, (actor) => sendTestMail(deps, actor))
  },
}
