import { defineTexts } from '../../i18n/texts.ts'

/** What the page of the sign-in itself says; the rest of the way is loaded when it is gone. */
export const wayTexts = defineTexts({
  de: {
    wrongCode: 'Dieser Code gilt nicht oder wurde schon benutzt. Bitte nehmen Sie den nächsten.',
    over: 'Das hat zu lange gedauert, oder es waren zu viele Versuche. Bitte beginnen Sie noch einmal mit Ihrem Passwort.',
    passkeyFailed: {
      stopped: 'Es wurde kein Passkey gezeigt. Es ist nichts geschehen. Sie können es noch einmal versuchen.',
      known: 'Auf diesem Gerät liegt schon ein Passkey für Ihr Konto. Sie können ihn gleich benutzen.',
      unsupported: 'Dieser Browser kann keine Passkeys. Bitte nehmen Sie einen anderen Weg.',
    },
    passkeyUnknown: 'Dieser Passkey gehört zu keinem Konto hier. Bitte melden Sie sich mit Ihrem Passwort an.',
    byPasskey: 'Mit Passkey anmelden',
    providerOnly:
      'Ihre Organisation lässt Sie nur mit dem Konto Ihrer Kommune herein, nicht mit diesem Passwort. Bitte nehmen Sie diesen Weg.',
  },
  en: {
    wrongCode: 'This code is not valid or has been used. Please take the next one.',
    over: 'This took too long, or there were too many attempts. Please begin again with your password.',
    passkeyFailed: {
      stopped: 'No passkey was shown. Nothing has happened. You can try again.',
      known: 'There already is a passkey for your account on this device. You can use it right away.',
      unsupported: 'This browser cannot use passkeys. Please choose another way.',
    },
    passkeyUnknown: 'This passkey does not belong to any account here. Please sign in with your password.',
    byPasskey: 'Sign in with a passkey',
    providerOnly:
      'Your organisation lets you in with your town’s account only, not with this password. Please use that way.',
  },
})
