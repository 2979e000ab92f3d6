import { defineTexts } from '../../i18n/texts.ts'

/** Up to so many are named. */
const NAMED = 2

export const texts = defineTexts({
  de: {
    here: 'gerade da',
    typing(names: readonly string[]) {
      if (names.length > NAMED) return 'Mehrere schreiben …'
      return names.length === 1 ? `${names[0]} schreibt …` : `${names.map(firstName).join(' und ')} schreiben …`
    },
  },
  en: {
    here: 'here now',
    typing(names: readonly string[]) {
      if (names.length > NAMED) return 'Several people are writing …'
      return names.length === 1 ? `${names[0]} is writing …` : `${names.map(firstName).join(' and ')} are writing …`
    },
  },
})

function firstName(name: string): string {
  return name.split(' ', 1)[0] ?? name
}
