import { ReadGuestMedia, type Visit } from '#protocol/guests'
import { browserDeviceSources, DeviceRegistry } from '../../media/devices.ts'
import { LocalMedia } from '../../media/local-media.ts'
import { call } from '../../net/server.ts'
import { Store } from '../../state/store.ts'
import type { useCalls } from '../meetings/index.ts'
import { isElsewhere, refresh } from './visit.ts'

export type Joining = { state: 'idle' | 'joining' | 'preparing' } | { state: 'failed'; failure: unknown }

export const joining = new Store<Joining>({ state: 'idle' })

/** Bringing the media up takes minutes at most once in the life of a server. */
const PREPARING_MS = 5_000

/** Joins the meeting of an admitted guest with everything off. Only one attempt at a time. */
export async function joinMeeting(calls: ReturnType<typeof useCalls>, { meetingId }: Visit): Promise<void> {
  if (joining.read().state === 'joining') return
  joining.set({ state: 'joining' })
  const media = new LocalMedia(new DeviceRegistry(browserDeviceSources()))
  try {
    const state = await call(ReadGuestMedia, {})
    if (state.state !== 'ready') {
      await media.close()
      joining.set({ state: 'preparing' })
      setTimeout(() => joining.set({ state: 'idle' }), PREPARING_MS)
      return
    }
    await calls.joinAsGuest(meetingId, state, media, (reason) => {
      if (reason === 'elsewhere') isElsewhere()
      else if (reason === 'failed') joining.set({ state: 'failed', failure: 'offline' })
      else void refresh()
    })
    joining.set({ state: 'idle' })
  } catch (failure) {
    await media.close()
    joining.set({ state: 'failed', failure })
    // Ended or put out meanwhile: then that is what is said.
    void refresh()
  }
}
