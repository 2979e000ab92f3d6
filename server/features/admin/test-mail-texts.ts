import type { MailLanguage } from '../../platform/mail-template.ts'

export const testMailTexts = {
  de: {
    subject: 'Testnachricht von Allmende',
    heading: 'Der Versand von E-Mails funktioniert',
    paragraphs: [
      'Guten Tag,',
      'diese Nachricht haben Sie sich selbst geschickt, um den Mailserver Ihrer Installation zu prüfen.',
    ],
    label: 'Allmende öffnen',
    after: ['Prüfen Sie auch, ob die Schaltfläche zu Ihrer Installation führt und der Absender stimmt.'],
    footer: (host: string) => [
      `Allmende unter ${host}.`,
      'Sie bekommen diese Nachricht, weil Sie in der Verwaltung der Installation einen Test ausgelöst haben.',
    ],
  },
  en: {
    subject: 'Test message from Allmende',
    heading: 'Sending e-mail works',
    paragraphs: ['Hello,', 'you sent this message to yourself to check the mail server of your installation.'],
    label: 'Open Allmende',
    after: ['Please also check that the button leads to your installation and that the sender is right.'],
    footer: (host: string) => [
      `Allmende at ${host}.`,
      'You receive this message because you started a test in the administration of the installation.',
    ],
  },
} as const satisfies Readonly<Record<MailLanguage, object>>
