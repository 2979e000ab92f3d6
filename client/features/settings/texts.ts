import { defineTexts, plural } from '../../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    settings: 'Einstellungen',
    ownSettings: 'Eigene Einstellungen',
    signOut: 'Abmelden',
    signOutHint: 'Danach ist an diesem Gerät nichts mehr von Ihnen gespeichert, auch keine Entwürfe.',
    signOutUnsent: 'Trotz ungesendeter Nachrichten abmelden?',
    signOutUnsentText: (n: number) =>
      plural(n, {
        one: 'Eine Nachricht ist noch nicht gesendet. Wenn Sie sich abmelden, ist ihr Text verloren.',
        other: `${n} Nachrichten sind noch nicht gesendet. Wenn Sie sich abmelden, sind ihre Texte verloren.`,
      }),
    signOutAnyway: 'Trotzdem abmelden',
    person: 'Meine Angaben',
    name: 'Name',
    nameHint: 'So sehen Sie die anderen in Ihren Räumen.',
    account: (email: string) => `Sie melden sich mit ${email} an.`,
    save: 'Speichern',
    saved: 'Gespeichert',
    look: 'Sprache und Aussehen',
    language: 'Sprache',
    languages: { de: 'Deutsch', en: 'English' },
    theme: 'Farben',
    themes: { system: 'Wie mein Gerät', light: 'Hell', dark: 'Dunkel', contrast: 'Hoher Kontrast' },
    themeHints: {
      system: 'Wechselt zwischen hell und dunkel, wie Sie es am Gerät eingestellt haben.',
      contrast: 'Reines Schwarz und Weiß, kräftige Linien.',
    },
  },
  en: {
    settings: 'Settings',
    ownSettings: 'My settings',
    signOut: 'Sign out',
    signOutHint: 'Nothing of yours stays on this device after that, drafts included.',
    signOutUnsent: 'Sign out despite unsent messages?',
    signOutUnsentText: (n: number) =>
      plural(n, {
        one: 'One message is not sent yet. When you sign out, its text is lost.',
        other: `${n} messages are not sent yet. When you sign out, their texts are lost.`,
      }),
    signOutAnyway: 'Sign out anyway',
    person: 'About me',
    name: 'Name',
    nameHint: 'This is how others see you in your rooms.',
    account: (email: string) => `You sign in as ${email}.`,
    save: 'Save',
    saved: 'Saved',
    look: 'Language and appearance',
    language: 'Language',
    languages: { de: 'Deutsch', en: 'English' },
    theme: 'Colours',
    themes: { system: 'Same as my device', light: 'Light', dark: 'Dark', contrast: 'High contrast' },
    themeHints: {
      system: 'Changes between light and dark as your device does.',
      contrast: 'Pure black and white, strong lines.',
    },
  },
})
