import { defineTexts } from '../../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    title: 'Was Ihre Personen zeigen dürfen',
    lead: 'Ohne Ihre Erlaubnis kann es niemand einschalten. Mit ihr entscheidet jede Person für sich, anfangs ist es aus. Nehmen Sie die Erlaubnis zurück, ist es bei allen sofort aus. Gespeichert oder ausgewertet wird nichts davon.',
    names: {
      presence: 'Zeigen, wer gerade da ist',
      typing: 'Zeigen, wer gerade schreibt',
      readReceipts: 'Lesebestätigungen',
    },
    hints: {
      presence: 'Bei Personen, die es möchten, steht in ihren Räumen „gerade da“, solange sie Allmende benutzen.',
      typing: 'Über dem Schreibfeld eines Raums steht, welche Personen, die es möchten, gerade schreiben.',
      readReceipts:
        'Heute zeigt Allmende niemandem, wer etwas gelesen hat. Ihre Entscheidung gilt, sobald es das gibt; ohne Erlaubnis kann es dann niemand einschalten.',
    },
  },
  en: {
    title: 'What your people may show',
    lead: 'Without your permission nobody can switch it on. With it every person decides for themselves; at first it is off. When you take the permission back, it is off for everybody at once. None of it is stored or analysed.',
    names: {
      presence: 'Show who is here now',
      typing: 'Show who is writing',
      readReceipts: 'Read receipts',
    },
    hints: {
      presence: 'In their rooms it says “here now” beside people who want that, while they use Allmende.',
      typing: 'Above the field for writing in a room it says who is writing, of the people who want that.',
      readReceipts:
        'Today Allmende shows nobody who has read something. Your decision holds as soon as it can; without permission nobody will be able to switch it on.',
    },
  },
})
