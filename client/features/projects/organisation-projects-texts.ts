import { formatNumber } from '../../i18n/format.ts'
import { defineTexts, plural } from '../../i18n/texts.ts'

/** Words of the page on which an organisation's administrators see its projects. */
export const texts = defineTexts({
  de: {
    title: 'Projekte',
    lead: 'Projekte, die Ihrer Organisation gehören oder an denen sie teilnimmt. Was darin geschrieben wird und wer aus anderen Organisationen mitarbeitet, sehen Sie hier nicht.',
    waiting: 'Projekte werden geladen',
    none: 'Noch kein Projekt',
    noneText: 'Sobald jemand aus Ihrer Organisation in einem Projekt ist, steht es hier.',
    owned: 'Gehört Ihrer Organisation',
    ownedBy: (name: string) => `Gehört: ${name}`,
    with: (names: string) => `Mit ${names}`,
    alone: 'Ohne andere Organisationen',
    leads: (names: string) => `Leitung aus Ihrer Organisation: ${names}`,
    noLead: 'Keine Leitung aus Ihrer Organisation',
    people: (n: number) =>
      plural(n, {
        none: 'Niemand aus Ihrer Organisation',
        one: 'Eine Person aus Ihrer Organisation',
        other: `${formatNumber(n)} Personen aus Ihrer Organisation`,
      }),
    offered: (name: string) => `Angeboten: ${name}`,
    offeredToUs: (name: string) => `${name} möchte dieses Projekt an Ihre Organisation abgeben.`,
    accept: 'Übernehmen',
    decline: 'Ablehnen',
    acceptTitle: (project: string) => `„${project}“ übernehmen`,
    acceptText:
      'Das Projekt gehört dann Ihrer Organisation. Ihre Regel, wie lange Nachrichten bleiben, gilt auch dort. Personen und Rollen ändern sich nicht.',
    more: (project: string) => `Mehr zu ${project}`,
    handOver: 'Leitung übergeben',
    handOverTitle: (project: string) => `Leitung von „${project}“ übergeben`,
    from: 'Bisherige Leitung',
    to: 'Neue Leitung',
    handOverText:
      'Zur Wahl stehen Personen Ihrer Organisation, die schon im Projekt sind. Die bisherige Leitung arbeitet danach mit.',
    nobodyToLead: 'Aus Ihrer Organisation ist sonst niemand im Projekt. Die Leitung kann weitere Personen hinzufügen.',
    offer: 'Projekt abgeben',
    offerTitle: (project: string) => `„${project}“ abgeben`,
    offerText: 'Die andere Organisation muss zustimmen. Bis dahin gehört das Projekt Ihrer Organisation.',
    offerTo: 'An welche Organisation?',
    offerDo: 'Anbieten',
    nobodyToOffer: 'An diesem Projekt nimmt keine andere Organisation teil.',
    withdraw: 'Angebot zurücknehmen',
    leave: 'Als Organisation verlassen',
    leaveTitle: (project: string) => `„${project}“ verlassen`,
    leaveText: (n: number) =>
      plural(n, {
        one: 'Die Person aus Ihrer Organisation sieht das Projekt und seine Räume sofort nicht mehr. Was sie geschrieben hat, bleibt dort.',
        other: `Alle ${formatNumber(n)} Personen aus Ihrer Organisation sehen das Projekt und seine Räume sofort nicht mehr. Was sie geschrieben haben, bleibt dort.`,
      }),
    leaveDo: 'Verlassen',
    noLeadLeft:
      'Das Projekt hätte dann keine Leitung mehr. Ihre Leitung muss zuerst jemandem aus einer anderen Organisation die Leitung geben. Es wurde nichts geändert.',
    changed:
      'Daran hat sich inzwischen etwas geändert. Es wurde nichts geändert. Bitte sehen Sie sich den aktuellen Stand an.',
    cancel: 'Abbrechen',
    again: 'Noch einmal versuchen',
    next: 'Weitere Projekte',
    first: 'Zum Anfang',
    keeps: (days: number) =>
      plural(days, {
        one: 'Nachrichten werden nach einem Tag gelöscht.',
        other: `Nachrichten werden nach ${formatNumber(days)} Tagen gelöscht.`,
      }),
  },
  en: {
    title: 'Projects',
    lead: 'Projects that belong to your organisation or in which it takes part. What is written in them and who of other organisations works there is not shown here.',
    waiting: 'Loading projects',
    none: 'No project yet',
    noneText: 'As soon as somebody of your organisation is in a project, it is listed here.',
    owned: 'Belongs to your organisation',
    ownedBy: (name: string) => `Belongs to: ${name}`,
    with: (names: string) => `With ${names}`,
    alone: 'Without other organisations',
    leads: (names: string) => `Leads of your organisation: ${names}`,
    noLead: 'No lead of your organisation',
    people: (n: number) =>
      plural(n, {
        none: 'Nobody of your organisation',
        one: 'One person of your organisation',
        other: `${formatNumber(n)} people of your organisation`,
      }),
    offered: (name: string) => `Offered to: ${name}`,
    offeredToUs: (name: string) => `${name} would like to hand this project to your organisation.`,
    accept: 'Take over',
    decline: 'Decline',
    acceptTitle: (project: string) => `Take over “${project}”`,
    acceptText:
      'The project will belong to your organisation. Your rule on how long messages stay holds there too. People and roles do not change.',
    more: (project: string) => `More about ${project}`,
    handOver: 'Hand over the lead',
    handOverTitle: (project: string) => `Hand over the lead of “${project}”`,
    from: 'Lead until now',
    to: 'New lead',
    handOverText:
      'You can choose people of your organisation who are in the project already. The lead until now stays as a member.',
    nobodyToLead: 'Nobody else of your organisation is in the project. Its lead can add more people.',
    offer: 'Give the project away',
    offerTitle: (project: string) => `Give “${project}” away`,
    offerText: 'The other organisation has to agree. Until then the project belongs to yours.',
    offerTo: 'To which organisation?',
    offerDo: 'Offer',
    nobodyToOffer: 'No other organisation takes part in this project.',
    withdraw: 'Take the offer back',
    leave: 'Leave as an organisation',
    leaveTitle: (project: string) => `Leave “${project}”`,
    leaveText: (n: number) =>
      plural(n, {
        one: 'The person of your organisation no longer sees the project and its rooms at once. What they wrote stays there.',
        other: `All ${formatNumber(n)} people of your organisation no longer see the project and its rooms at once. What they wrote stays there.`,
      }),
    leaveDo: 'Leave',
    noLeadLeft:
      'The project would have no lead any more. Your lead has to make somebody of another organisation a lead first. Nothing was changed.',
    changed: 'Something changed here meanwhile. Nothing was changed by you. Please look at the current state.',
    cancel: 'Cancel',
    again: 'Try again',
    next: 'More projects',
    first: 'Back to the first',
    keeps: (days: number) =>
      plural(days, {
        one: 'Messages are deleted after one day.',
        other: `Messages are deleted after ${formatNumber(days)} days.`,
      }),
  },
})
