import { useTexts } from '../../i18n/texts.ts'
import { BoldIcon, KeyboardIcon } from '../../ui/icons.ts'
import { Menu } from '../../ui/menu.tsx'
import { Popover } from '../../ui/popover.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { chooseEnterKey, useEnterKey } from './enter-key.ts'
import { FORMATS, type Format } from './formatting.ts'
import { texts } from './texts.ts'

/** Below the composer: how one formats, and what the Enter key does. */
export function ComposerOptions({ onFormat }: { onFormat: (format: Format) => void }) {
  const t = useTexts(texts)
  const enter = useEnterKey()
  return (
    <div className="composer-options">
      <Menu
        label={t.formatting}
        icon={BoldIcon}
        kind="quiet"
        size="small"
        items={FORMATS.map((format) => ({
          id: format,
          name: t.formats[format].name,
          description: t.formats[format].example,
          onSelect: () => onFormat(format),
        }))}
      />
      <Popover
        label={enter === 'sends' ? t.enterSendsShort : t.enterBreaksShort}
        icon={KeyboardIcon}
        kind="quiet"
        size="small"
      >
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
