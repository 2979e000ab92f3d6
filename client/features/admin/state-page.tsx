import type { PageProps } from '../../shell/feature.ts'
import { NotFoundPage } from '../../shell/not-found-page.tsx'
import { HealthPage } from './health-page.tsx'
import { MailPage } from './mail-page.tsx'
import { MediaWorkersPage } from './media-workers-page.tsx'
import { StoragePage } from './storage-page.tsx'

/** How the installation is, part by part. */
export default function StatePage({ params }: PageProps) {
  switch (params['part']) {
    case undefined:
      return <HealthPage />
    case 'storage':
      return <StoragePage />
    case 'media-workers':
      return <MediaWorkersPage />
    case 'mail':
      return <MailPage />
    default:
      return <NotFoundPage />
  }
}
