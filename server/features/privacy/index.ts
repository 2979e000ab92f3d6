import { ExportOwnData, ReadOwnData } from '#protocol/privacy'
import type { Feature } from '../../realtime/feature.ts'
import { exportOwnData, readOwnData } from './own-data.ts'

/** What is kept about a person, shown to that person. */
export const privacyFeature: Feature = {
  name: 'privacy',
  register(registry, deps) {
    registry.handle(ReadOwnData, (actor) => readOwnData(deps, actor))
    registry.handle(ExportOwnData, (actor) => exportOwnData(deps, actor))
  },
}
