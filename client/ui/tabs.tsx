import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import type { Icon } from './icons.ts'
import './tabs.css'

export interface TabEntry<Id extends string = string> {
  id: Id
  name: string
  icon?: Icon
  content: ReactNode
}

interface TabsProps<Id extends string> {
  label: string
  tabs: readonly TabEntry<Id>[]
  /** Without it the first one is open and the tabs remember by themselves. */
  selected?: Id
  onChange?: (id: Id) => void
}

/** Several views of one thing; one of them is seen. */
export function Tabs<Id extends string>({ label, tabs, selected, onChange }: TabsProps<Id>) {
  return (
    <AriaTabs
      className="tabs"
      {...(selected !== undefined && { selectedKey: selected })}
      onSelectionChange={(key) => {
        const chosen = tabs.find((tab) => tab.id === key)
        if (chosen) onChange?.(chosen.id)
      }}
    >
      <TabList className="tabs-list" aria-label={label}>
        {tabs.map(({ id, name, icon: TabIcon }) => (
          <Tab key={id} id={id} className="tabs-tab">
            {TabIcon && <TabIcon className="icon" aria-hidden />}
            {name}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="tabs-panel">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
