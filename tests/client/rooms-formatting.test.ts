import { expect, test } from 'vitest'
import { formatted } from '../../client/features/rooms/formatting.ts'

const show = ({ text, start, end }: { text: string; start: number; end: number }) =>
  `${text.slice(0, start)}⟨${text.slice(start, end)}⟩${text.slice(end)}`

test('marks stand around what is selected, or around a sample that is selected to be written over', () => {
  expect(show(formatted({ text: 'Bitte bis Freitag', start: 10, end: 17 }, 'bold', 'wichtig'))).toBe(
    'Bitte bis **⟨Freitag⟩**',
  )
  expect(show(formatted({ text: 'Bitte ', start: 6, end: 6 }, 'italic', 'betont'))).toBe('Bitte *⟨betont⟩*')
})

test('lines are marked whole', () => {
  expect(show(formatted({ text: 'Heute:\nPumpe\nPegel', start: 9, end: 15 }, 'numbers', 'Punkt'))).toBe(
    'Heute:\n1. Pumpe\n2. Pegel⟨⟩',
  )
  expect(show(formatted({ text: 'Heute:\n', start: 7, end: 7 }, 'list', 'Punkt'))).toBe('Heute:\n- ⟨Punkt⟩')
  expect(show(formatted({ text: '\nPumpe', start: 0, end: 0 }, 'quote', 'Zitat'))).toBe('> ⟨Zitat⟩\nPumpe')
})

test('of a link the address is what remains to be written', () => {
  expect(show(formatted({ text: 'siehe Plan', start: 6, end: 10 }, 'link', 'Text'))).toBe('siehe [Plan](⟨https://⟩)')
})
