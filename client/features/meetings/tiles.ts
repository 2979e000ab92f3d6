import type { Participant } from '#protocol/meetings'
import { isOn, type MeetingModel } from './model.ts'

/** One picture of the meeting: a person with or without camera, or a shared screen. */
export interface Tile {
  /** Stays the same while the person or the share is there. */
  readonly key: string
  readonly kind: 'person' | 'screen'
  readonly participant: Participant
  /** The stream to show; undefined for a person whose camera is off. */
  readonly streamId: string | undefined
  readonly isOwn: boolean
  /** Tells several screens of one person apart, from 1; undefined for a person and for an only screen. */
  readonly number: number | undefined
}

/** Screens first, then people in the order of joining. One's own screens are not shown to oneself. */
export function tilesOf(model: MeetingModel, { showsSelf }: { showsSelf: boolean }): Tile[] {
  const screens: Tile[] = []
  const people: Tile[] = []
  for (const participant of model.participants) {
    const isOwn = participant.peerId === model.ownPeerId
    const camera = participant.streams.find(({ source, on }) => source === 'camera' && on)
    if (!isOwn) screens.push(...screenTiles(participant))
    if (isOwn && !showsSelf) continue
    people.push({
      key: participant.peerId,
      kind: 'person',
      participant,
      streamId: camera?.id,
      isOwn,
      number: undefined,
    })
  }
  return [...screens, ...people]
}

function screenTiles(participant: Participant): Tile[] {
  const screens = participant.streams.filter(({ source, on }) => source === 'screen' && on)
  return screens.map(({ id }, index) => ({
    key: id,
    kind: 'screen',
    participant,
    streamId: id,
    isOwn: false,
    number: screens.length > 1 ? index + 1 : undefined,
  }))
}

/** Whether a person can be heard: what the icon and the word on the tile say. */
export function isMuted(participant: Participant): boolean {
  return !isOn(participant, 'microphone')
}
