import { defineTexts } from '../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    product: 'Allmende',
    skipToMain: 'Zum Inhalt springen',
    skipToSideBar: 'Zu Projekten und Räumen springen',
    sideBar: 'Projekte und Räume',
    overview: 'Übersicht',
    closeOverview: 'Zurück',
    back: 'Zurück',
    close: 'Schließen',
    waiting: 'Allmende wird geladen',
    pageWaiting: 'Seite wird geladen',
    notFound: {
      title: 'Diese Seite gibt es nicht',
      text: 'Vielleicht ist der Link unvollständig, oder der Raum wurde Ihnen nicht freigegeben. Ihre Projekte und Räume sind unverändert.',
      action: 'Zur Übersicht',
    },
    broken: {
      title: 'Hier ist etwas schiefgegangen',
      text: 'Diese Seite konnte nicht angezeigt werden. Was gespeichert ist und Ihre Entwürfe sind sicher. Laden Sie die Seite neu; kommt der Fehler wieder, geben Sie der Verwaltung Ihrer Organisation Bescheid.',
      part: 'Dieser Teil konnte nicht geladen werden.',
      action: 'Neu laden',
    },
  },
  en: {
    product: 'Allmende',
    skipToMain: 'Skip to content',
    skipToSideBar: 'Skip to projects and rooms',
    sideBar: 'Projects and rooms',
    overview: 'Overview',
    closeOverview: 'Back',
    back: 'Back',
    close: 'Close',
    waiting: 'Loading Allmende',
    pageWaiting: 'Loading page',
    notFound: {
      title: 'There is no such page',
      text: 'The link may be incomplete, or the room is not shared with you. Your projects and rooms are unchanged.',
      action: 'To the overview',
    },
    broken: {
      title: 'Something went wrong here',
      text: 'This page could not be shown. What was saved and your drafts are safe. Reload the page; if it happens again, tell the administrators of your organisation.',
      part: 'This part could not be loaded.',
      action: 'Reload',
    },
  },
})
