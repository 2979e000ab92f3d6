import type { Right } from '#wire/permissions'

/** What a token may, in the words of somebody who is asked for it; several rows of the table may be one thing to them. */
export const ABILITIES = {
  list: ['self.read', 'project.read'],
  people: ['project.readPeople'],
  read: ['room.read'],
  post: ['room.post'],
  withdraw: ['room.withdraw'],
  createRoom: ['project.createRoom'],
} as const satisfies Readonly<Record<string, readonly Right[]>>

export type Ability = keyof typeof ABILITIES

export const READING: readonly Ability[] = ['list', 'people', 'read']
export const WRITING: readonly Ability[] = ['post', 'withdraw', 'createRoom']

export function rightsOf(abilities: readonly string[]): Right[] {
  return Object.entries(ABILITIES).flatMap(([ability, rights]) => (abilities.includes(ability) ? rights : []))
}

export function abilitiesOf(rights: readonly Right[]): Ability[] {
  return [...READING, ...WRITING].filter((ability) => ABILITIES[ability].every((right) => rights.includes(right)))
}
