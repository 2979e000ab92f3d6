import { useTexts } from '../../i18n/texts.ts'
import { ErrorIcon } from '../../ui/icons.ts'
import { SideBarLink } from '../../ui/side-bar-link.tsx'
import { UNSENT_PATH } from './paths.ts'
import { texts } from './texts.ts'
import { useRefusedMessages } from './use-unsent.ts'
import './unsent.css'

/** Where one sees it from every page: messages were refused, also in rooms that are not there any more. */
export function UnsentNotice() {
  const t = useTexts(texts)
  const refused = useRefusedMessages()
  if (refused.length === 0) return null
  return (
    <div role="status" className="unsent-notice">
      <SideBarLink to={UNSENT_PATH} icon={ErrorIcon}>
        {t.unsent(refused.length)}
      </SideBarLink>
    </div>
  )
}
