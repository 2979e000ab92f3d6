import { useTexts } from '../../i18n/texts.ts'
import { BoldIcon, KeyboardIcon } from '../../ui/icons.ts'
import { Popover } from '../../ui/popover.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { chooseEnterKey, useEnterKey } from './enter-key.ts'
import { texts } from './texts.ts'

/** Below the composer: how one formats, and what the Enter key does. */
export function ComposerOptions() {
  const t = useTexts(texts)
  const enter = useEnterKey()
  return (
    <div className="composer-options">
      <Popover label={t.formatting} icon={BoldIcon} kind="quiet" size="small">
        <ul className="composer-formats" role="list">
          {Object.entries(t.formats).map(([name, example]) => (
            <li key={name}>
              <code>{example}</code>
            </li>
          ))}
        </ul>
      </Popover>
      <Popover label={enter === 'sends' ? t.enterSends : t.enterBreaks} icon={KeyboardIcon} kind="quiet" size="small">
        <RadioGroup
          label={t.enter}
          value={enter}
          onChange={chooseEnterKey}
          options={[
            { id: 'sends', name: t.enterSends, description: t.enterSendsHint },
            { id: 'breaks', name: t.enterBreaks, description: t.enterBreaksHint },
          ]}
        />
      </Popover>
    </div>
  )
}
