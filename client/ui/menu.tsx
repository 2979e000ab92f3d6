import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Button, type ButtonLook } from './button.tsx'
import type { Choice } from './choice.ts'
import { MoreIcon, type Icon } from './icons.ts'
import './floating.css'

export interface MenuEntry extends Choice {
  icon?: Icon | undefined
  isDangerous?: boolean | undefined
  onSelect: () => void
}

interface MenuProps extends Omit<ButtonLook, 'children'> {
  /** The word on the button, which also names the menu. */
  label: string
  items: readonly MenuEntry[]
}

/** A button that opens a few more actions. */
export function Menu({ label, icon = MoreIcon, items, ...look }: MenuProps) {
  return (
    <MenuTrigger>
      <Button {...look} icon={icon}>
        {label}
      </Button>
      <Popover className="floating" offset={4}>
        <AriaMenu className="floating-list" aria-label={label}>
          {items.map(({ id, name, description, icon: ItemIcon, isDangerous, isDisabled, onSelect }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={name}
              isDisabled={isDisabled ?? false}
              onAction={onSelect}
              className={isDangerous ? 'floating-item floating-item-dangerous' : 'floating-item'}
            >
              {ItemIcon && <ItemIcon className="icon" aria-hidden />}
              <span className="floating-item-words">
                <span>{name}</span>
                {description !== undefined && <span className="floating-item-description">{description}</span>}
              </span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
