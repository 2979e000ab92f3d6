import { Refusal } from '#wire/refusal'
import { LIMITS } from '#wire/limits'
import { defineTexts, useTexts } from './texts.ts'

const texts = defineTexts({
  de: {
    'password.short': (least: number) => `Das sind weniger als ${least} Zeichen. Bitte nehmen Sie ein längeres.`,
    'password.common':
      'Dieses Passwort wird sehr oft benutzt und deshalb zuerst geraten. Nehmen Sie lieber ein paar Wörter, die nichts miteinander zu tun haben.',
    'password.personal':
      'Darin steckt vor allem Ihr Name, Ihre Adresse oder „Allmende“. Das wird zuerst geraten. Bitte nehmen Sie andere Wörter.',
    'password.repeated':
      'Darin wiederholt sich vieles, oder die Zeichen liegen auf der Tastatur nebeneinander. Das wird zuerst geraten. Bitte nehmen Sie andere Wörter.',
  },
  en: {
    'password.short': (least: number) => `This is fewer than ${least} characters. Please choose a longer one.`,
    'password.common':
      'Many people use this password, so it is guessed first. Better take a few words that have nothing to do with each other.',
    'password.personal':
      'This is mostly your name, your address or “Allmende”. That is guessed first. Please choose other words.',
    'password.repeated':
      'Much of this repeats itself, or its characters are beside each other on the keyboard. That is guessed first. Please choose other words.',
  },
})

/** Why a new password was not taken, for `explain` of a form; undefined: something else was refused. */
export function useNewPasswordRefusal(): (failure: unknown) => string | undefined {
  const t = useTexts(texts)
  return (failure) => {
    const reason = failure instanceof Refusal ? failure.details.reason : undefined
    if (reason === 'password.short') return t[reason](LIMITS.passwordMinLength)
    return reason === 'password.common' || reason === 'password.personal' || reason === 'password.repeated'
      ? t[reason]
      : undefined
  }
}
