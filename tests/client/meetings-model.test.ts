import { describe, expect, it } from 'vitest'
import type { MeetingSummary, Participant } from '#protocol/meetings'
import {
  applyActiveSpeaker,
  applyParticipant,
  applyParticipantLeft,
  applySnapshot,
  comingsAndGoings,
  newMeeting,
} from '../../client/features/meetings/model.ts'
import { tilesOf } from '../../client/features/meetings/tiles.ts'

const meeting: MeetingSummary = { id: 'meeting', roomId: 'room', startedAt: '2026-11-24T09:00:00.000Z', people: [] }

function participant(peerId: string, minute: number, streams: Participant['streams'] = []): Participant {
  const joinedAt = `2026-11-24T09:${String(minute).padStart(2, '0')}:00.000Z`
  return {
    peerId,
    person: { id: `person-${peerId}`, name: `Name ${peerId}`, organisation: 'Stadt Olpe' },
    joinedAt,
    streams,
  }
}

function meetingOf(...participants: Participant[]) {
  return newMeeting('own', { meeting, participants, activeSpeaker: null })
}

describe('the meeting model', () => {
  it('keeps people in the order of joining, whatever order they are told in', () => {
    const model = applyParticipant(meetingOf(participant('late', 9), participant('own', 1)), participant('early', 0))
    expect(model.participants.map(({ peerId }) => peerId)).toEqual(['early', 'own', 'late'])
  })

  it('ends in the same state by events as by a snapshot', () => {
    const anna = participant('anna', 2, [{ id: 's1', source: 'microphone', on: false }])
    const byEvents = applyParticipantLeft(
      applyParticipant(meetingOf(participant('own', 1), participant('gone', 1)), anna),
      'gone',
    )
    const bySnapshot = applySnapshot(meetingOf(), {
      meeting,
      participants: [anna, participant('own', 1)],
      activeSpeaker: null,
    })
    expect(byEvents).toEqual(bySnapshot)
  })

  it('remembers who spoke last while they are there, and never oneself', () => {
    let model = meetingOf(participant('own', 0), participant('anna', 1))
    model = applyActiveSpeaker(model, 'anna')
    model = applyActiveSpeaker(model, 'own')
    expect(model).toMatchObject({ activeSpeaker: 'own', lastOtherSpeaker: 'anna' })
    model = applyParticipantLeft(model, 'anna')
    expect(model.lastOtherSpeaker).toBeNull()
  })

  it('ignores a speaker who is not there', () => {
    expect(applyActiveSpeaker(meetingOf(participant('own', 0)), 'stranger').activeSpeaker).toBeNull()
  })

  it('names who came and went, but not oneself, and not somebody who only changed the device', () => {
    const before = meetingOf(participant('own', 0), participant('anna', 1), participant('bert', 2))
    const changedDevice = { ...participant('anna2', 3), person: participant('anna', 1).person }
    const after = meetingOf(participant('own', 0), changedDevice, participant('cem', 4))
    expect(comingsAndGoings(before, after)).toEqual({ came: ['Name cem'], went: ['Name bert'] })
  })
})

describe('the tiles', () => {
  it('shows screens first, and neither one’s own screens nor streams that are off', () => {
    const model = meetingOf(
      participant('own', 0, [{ id: 'own-screen', source: 'screen', on: true }]),
      participant('anna', 1, [
        { id: 'anna-camera', source: 'camera', on: false },
        { id: 'anna-screen', source: 'screen', on: true },
        { id: 'anna-screen-2', source: 'screen', on: true },
      ]),
      participant('bert', 2, [{ id: 'bert-camera', source: 'camera', on: true }]),
    )
    expect(tilesOf(model, { showsSelf: true }).map(({ key, streamId }) => [key, streamId])).toEqual([
      ['anna-screen', 'anna-screen'],
      ['anna-screen-2', 'anna-screen-2'],
      ['own', undefined],
      ['anna', undefined],
      ['bert', 'bert-camera'],
    ])
    expect(tilesOf(model, { showsSelf: false }).some(({ isOwn }) => isOwn)).toBe(false)
  })
})
