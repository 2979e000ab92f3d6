import type { TopicKind } from '../../realtime/topic-kind.ts'
import type { Hearing, Nodes } from './nodes.ts'

const UNVERSIONED = { version: 0, membership: 0 } as const

/** `meeting:<id>` for the people in it, `peer:<id>` for the person it is. */
export function meetingTopic(kind: Hearing['kind'], nodes: Nodes): TopicKind {
  return {
    prefix: kind,
    forGuests: true,
    async authorise({ userId }, ids) {
      const hearers = await nodes.hearers({ kind, ids })
      return new Map(ids.filter((id) => hearers.get(id)?.has(userId)).map((id) => [id, UNVERSIONED]))
    },
    async whoMayHear(id) {
      const hearers = await nodes.hearers({ kind, ids: [id] })
      return { allowed: hearers.get(id) ?? new Set() }
    },
  }
}

/** `everyone:media`: whether meetings can be held concerns everybody who is signed in. */
export const everyoneTopic: TopicKind = {
  prefix: 'everyone',
  authorise: async (_actor, ids) => new Map(ids.filter((id) => id === 'media').map((id) => [id, UNVERSIONED])),
}
