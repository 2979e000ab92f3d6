/** One thing somebody says in the example. */
export interface Line {
  /** Key of a person. */
  by: string
  says: string
  /** Was edited later. */
  edited?: boolean
  /** Was deleted later; what it said is not kept. */
  deleted?: boolean
}

/** Lines said on one day, so many working days before today. */
export interface Day {
  daysAgo: number
  lines: readonly Line[]
}

export interface ScriptedRoom {
  name: string
  visibility: 'open' | 'closed'
  /** For a closed room: who is on its list. */
  people?: readonly string[]
  days: readonly Day[]
}

export interface ScriptedProject {
  name: string
  /** Key of the organisation it belongs to. */
  owner: string
  leads: readonly string[]
  members: readonly string[]
  viewers?: readonly string[]
  rooms: readonly ScriptedRoom[]
}
