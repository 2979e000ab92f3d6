import { describe, expect, it, vi } from 'vitest'
import type { Participant } from '#protocol/meetings'
import { browserFamily } from '../../client/features/meetings/browser.ts'
import { newMeeting } from '../../client/features/meetings/model.ts'
import { whoSpeaks } from '../../client/media/speaking.ts'

vi.hoisted(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null, setItem: stored.set.bind(stored) })
  vi.stubGlobal('navigator', { languages: ['de-DE'], userAgent: '' })
})

const { noticesBetween } = await import('../../client/features/meetings/presence-notices.ts')
const { shortcutOf } = await import('../../client/features/meetings/shortcuts.ts')

function meetingOf(...participants: Participant[]) {
  const meeting = { id: 'meeting', roomId: 'room', startedAt: '2026-11-24T09:00:00.000Z', people: [] }
  return newMeeting('own', { meeting, participants, activeSpeaker: null })
}

function person(name: string, shares = false): Participant {
  return {
    peerId: name,
    person: { id: name, name, organisation: null },
    joinedAt: '2026-11-24T09:00:00.000Z',
    streams: shares ? [{ id: `${name}-screen`, source: 'screen', on: true }] : [],
  }
}

describe('what is said of comings and goings', () => {
  it('bundles names in one sentence', () => {
    const after = meetingOf(person('own'), person('Frau Albers'), person('Herr Brandt'))
    expect(noticesBetween(meetingOf(person('own')), after)).toEqual(['Frau Albers und Herr Brandt sind dazugekommen'])
  })

  it('tells of sharing by others, not by oneself', () => {
    const before = meetingOf(person('own'), person('Frau Albers'))
    const after = meetingOf(person('own', true), person('Frau Albers', true))
    expect(noticesBetween(before, after)).toEqual(['Frau Albers teilt den Bildschirm'])
    expect(noticesBetween(after, before)).toEqual(['Frau Albers teilt den Bildschirm nicht mehr'])
  })

  it('says nothing when nothing changed', () => {
    expect(noticesBetween(meetingOf(person('own')), meetingOf(person('own')))).toEqual([])
  })
})

describe('the keys', () => {
  const press = { key: 'd', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, repeat: false }

  it('need the modifier, and are not repeated by holding', () => {
    expect(shortcutOf(press)).toBe('microphone')
    expect(shortcutOf({ ...press, key: 'E' })).toBe('camera')
    expect(shortcutOf({ ...press, ctrlKey: false, metaKey: true })).toBe('microphone')
    expect(shortcutOf({ ...press, ctrlKey: false })).toBeUndefined()
    expect(shortcutOf({ ...press, shiftKey: true })).toBeUndefined()
    expect(shortcutOf({ ...press, repeat: true })).toBeUndefined()
  })
})

describe('the help for permissions', () => {
  it('knows whose way to explain', () => {
    expect(browserFamily('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0')).toBe('firefox')
    expect(browserFamily('Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36')).toBe('chromium')
    expect(browserFamily('Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/19.0 Safari/605')).toBe('safari')
    expect(browserFamily('Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36')).toBe('mobile')
    expect(browserFamily('curl')).toBe('other')
  })
})

describe('who speaks', () => {
  it('stays for the pause between two words', () => {
    const heard = new Map<string, number>()
    expect(whoSpeaks([{ peerId: 'a', level: 0.2 }], heard, 1_000)).toEqual(['a'])
    expect(whoSpeaks([{ peerId: 'a', level: 0 }], heard, 1_400)).toEqual(['a'])
    expect(whoSpeaks([{ peerId: 'a', level: 0 }], heard, 1_700)).toEqual([])
    expect(whoSpeaks([{ peerId: 'b', level: undefined }], heard, 1_700)).toEqual([])
  })
})
