import { useTexts } from '../i18n/texts.ts'
import { Mark } from '../ui/mark.tsx'
import { SideBarLink } from '../ui/side-bar-link.tsx'
import { Slot } from './slot.tsx'
import { texts } from './texts.ts'
import './side-bar.css'

/** The way around: what the features list, and at the foot whatever is one's own. */
export function SideBar() {
  const t = useTexts(texts)
  return (
    <nav className="side-bar" id="side-bar" tabIndex={-1} aria-label={t.sideBar}>
      <div className="side-bar-head">
        <SideBarLink to="/" icon={Mark}>
          {t.product}
        </SideBarLink>
      </div>
      <div className="side-bar-lists">
        <Slot name="sideBar" />
      </div>
      <div className="side-bar-foot">
        <Slot name="sideBarFoot" />
      </div>
    </nav>
  )
}
