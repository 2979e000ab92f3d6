import { defineTexts } from '../../i18n/texts.ts'

/** Words that are wanted before a page of the administration is opened; the others are in `page-texts.ts`. */
export const texts = defineTexts({
  de: {
    organisations: 'Organisationen',
    myOrganisation: 'Meine Organisation',
    administration: 'Verwaltung der Organisation',
    installation: 'Verwaltung der Installation',
    waiting: 'Organisationen werden geladen',
    kinds: {
      municipality: 'Stadt oder Gemeinde',
      district: 'Kreis',
      agency: 'Agentur oder Zweckverband',
      company: 'Firma',
      association: 'Verein',
    },
    people: 'Personen',
    projects: 'Projekte',
    settings: 'Einstellungen',
    administrators: 'Wer verwaltet',
    missing: 'Diese Organisation ist nicht da',
    missingText: 'Es gibt sie nicht, oder Sie verwalten sie nicht.',
    toHome: 'Zu meinen Projekten',
  },
  en: {
    organisations: 'Organisations',
    myOrganisation: 'My organisation',
    administration: 'Administration of the organisation',
    installation: 'Administration of the installation',
    waiting: 'Loading organisations',
    kinds: {
      municipality: 'Town or municipality',
      district: 'District',
      agency: 'Agency or joint authority',
      company: 'Company',
      association: 'Association',
    },
    people: 'People',
    projects: 'Projects',
    settings: 'Settings',
    administrators: 'Who administrates',
    missing: 'This organisation is not here',
    missingText: 'It does not exist, or you do not manage it.',
    toHome: 'To my projects',
  },
})
