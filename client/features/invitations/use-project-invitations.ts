import { useEffect, useState } from 'react'
import { InvitationsChanged, ListInvitations } from '#protocol/invitations'
import type { DataOf } from '#wire/command'
import { subscribe } from '../../net/server.ts'
import { Soon } from '../../net/soon.ts'
import { useRead } from '../../net/use-read.ts'
import { useMe } from '../auth/index.ts'
import { useProjects } from '../projects/index.ts'

/** Many mails go out in a moment; the list is read once for all of them. */
const GATHER_MS = 250

/** A project's open invitations, read again whenever mails went out or somebody came. */
export function useProjectInvitations(projectId: string, before?: string) {
  const me = useMe()
  const { changes } = useProjects()
  const [told, setTold] = useState(0)
  const userId = me?.id
  useEffect(() => {
    if (userId === undefined) return undefined
    const soon = new Soon(GATHER_MS, async () => setTold((times) => times + 1))
    const stop = subscribe(`user:${userId}`, null, {
      onEvent: ({ name, data }) => {
        if (name !== InvitationsChanged.name) return
        if ((data as DataOf<typeof InvitationsChanged>).projectId === projectId) soon.start()
      },
      onCaughtUp: () => {
        soon.start()
        return Promise.resolve()
      },
    })
    return () => {
      stop()
      soon.cancel()
    }
  }, [userId, projectId])
  const stamp = told + 1_000_000 * (changes.get(projectId) ?? 0)
  return useRead(ListInvitations, { projectId, ...(before === undefined ? {} : { before }) }, stamp)
}
