import { useTexts } from '../../i18n/texts.ts'
import { SHORTCUTS } from './shortcuts.ts'
import { texts } from './texts.ts'
import './shortcut-list.css'

/** The keys of the meeting. */
export function ShortcutList() {
  const t = useTexts(texts).shortcuts
  return (
    <dl className="shortcut-list">
      {SHORTCUTS.map(({ key, action }) => (
        <div key={key} className="shortcut-list-line">
          <dt>
            <kbd>{t.control}</kbd> + <kbd>{key.toUpperCase()}</kbd>
          </dt>
          <dd>{t[action]}</dd>
        </div>
      ))}
    </dl>
  )
}
