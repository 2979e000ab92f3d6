import { useCallback, useState } from 'react'

export type MeetingDialog = 'share' | 'devices' | 'shortcuts' | 'leave' | 'endForAll'

/** Which dialog of the meeting is open; one at a time. */
export function useDialogs() {
  const [opened, setOpened] = useState<MeetingDialog | null>(null)
  const open = useCallback((dialog: MeetingDialog) => setOpened(dialog), [])
  const close = useCallback(() => setOpened(null), [])
  return { opened, open, close }
}
