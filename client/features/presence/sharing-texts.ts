import { defineTexts } from '../../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    title: 'Was andere von Ihnen sehen',
    presence: 'Zeigen, dass ich gerade da bin',
    presenceHint:
      'Wer einen Raum mit Ihnen teilt und das selbst zeigt, sieht bei Ihrem Namen „gerade da“, solange Sie Allmende benutzen.',
    typing: 'Zeigen, dass ich schreibe',
    typingHint:
      'Wer einen Raum offen hat und das selbst zeigt, sieht, dass Sie dort gerade schreiben, aber nicht, was Sie schreiben.',
    forbidden: 'Ihre Organisation hat das nicht freigegeben.',
    fair: 'Sie sehen von anderen nur, was Sie selbst zeigen. Nichts davon wird gespeichert: Niemand erfährt, wann Sie da waren.',
  },
  en: {
    title: 'What others see of you',
    presence: 'Show that I am here now',
    presenceHint:
      'People who share a room with you and show it themselves see “here now” beside your name while you use Allmende.',
    typing: 'Show that I am writing',
    typingHint:
      'People who have a room open and show it themselves see that you are writing there, but not what you write.',
    forbidden: 'Your organisation has not allowed this.',
    fair: 'You see of others only what you show yourself. None of it is stored: nobody learns when you were here.',
  },
})
