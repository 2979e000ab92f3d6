import type { ScriptedOrganisation, ScriptedPerson } from './script.ts'

/** The example's organisations. The towns exist, everybody in them here is invented. */
export const scriptedOrganisations = {
  agency: {
    name: 'Südwestfalen Agentur',
    kind: 'agency',
    domains: [{ domain: 'suedwestfalen-agentur.example', isVerified: true }],
  },
  arnsberg: {
    name: 'Arnsberg',
    kind: 'municipality',
    domains: [
      { domain: 'arnsberg.example', isVerified: true, joinAllowed: true },
      { domain: 'stadtwerke-arnsberg.example', isVerified: false },
    ],
  },
  berleburg: {
    name: 'Bad Berleburg',
    kind: 'municipality',
    domains: [{ domain: 'bad-berleburg.example', isVerified: true }],
  },
  menden: { name: 'Menden', kind: 'municipality', domains: [{ domain: 'menden.example', isVerified: true }] },
  olpe: { name: 'Olpe', kind: 'municipality', domains: [{ domain: 'olpe.example', isVerified: true }] },
  soest: { name: 'Soest', kind: 'municipality', domains: [{ domain: 'soest.example', isVerified: false }] },
} as const satisfies Record<string, ScriptedOrganisation>

export type OrganisationKey = keyof typeof scriptedOrganisations

export const scriptedPeople = {
  katrin: {
    name: 'Katrin Lohmann',
    email: 'katrin.lohmann@suedwestfalen-agentur.example',
    task: 'Projektleitung Smart City',
    organisation: 'agency',
    admin: true,
  },
  tobias: {
    name: 'Tobias Rademacher',
    email: 'tobias.rademacher@suedwestfalen-agentur.example',
    task: 'Datenplattform',
    organisation: 'agency',
  },
  mareike: {
    name: 'Mareike Voss',
    email: 'mareike.voss@suedwestfalen-agentur.example',
    task: 'Öffentlichkeitsarbeit',
    organisation: 'agency',
  },
  henning: {
    name: 'Henning Schröer',
    email: 'henning.schroeer@suedwestfalen-agentur.example',
    task: 'Datenschutz',
    organisation: 'agency',
  },
  jana: {
    name: 'Jana Hoffmeister',
    email: 'jana.hoffmeister@arnsberg.example',
    task: 'Klimaanpassung',
    organisation: 'arnsberg',
  },
  murat: {
    name: 'Murat Yıldız',
    email: 'murat.yildiz@arnsberg.example',
    task: 'IT-Leitung',
    organisation: 'arnsberg',
    admin: true,
  },
  sabine: {
    name: 'Sabine Kemper',
    email: 'sabine.kemper@arnsberg.example',
    task: 'Bauamt',
    organisation: 'arnsberg',
  },
  dieter: {
    name: 'Dieter Brüggemann',
    email: 'dieter.brueggemann@arnsberg.example',
    task: 'Tiefbau',
    organisation: 'arnsberg',
  },
  ulrike: {
    name: 'Ulrike Afflerbach',
    email: 'ulrike.afflerbach@bad-berleburg.example',
    task: 'Stabsstelle Digitalisierung',
    organisation: 'berleburg',
    admin: true,
  },
  florian: {
    name: 'Florian Dickel',
    email: 'florian.dickel@bad-berleburg.example',
    task: 'Wirtschaftsförderung',
    organisation: 'berleburg',
  },
  gerda: {
    name: 'Gerda Weyand',
    email: 'gerda.weyand@bad-berleburg.example',
    task: 'Bürgerbüro',
    organisation: 'berleburg',
  },
  bernd: {
    name: 'Bernd Treude',
    email: 'bernd.treude@bad-berleburg.example',
    task: 'Feuerwehr',
    organisation: 'berleburg',
  },
  ayse: {
    name: 'Ayşe Demir',
    email: 'ayse.demir@menden.example',
    task: 'Projektmanagement',
    organisation: 'menden',
    admin: true,
  },
  stefan: {
    name: 'Stefan Kowalski',
    email: 'stefan.kowalski@menden.example',
    task: 'Bauordnung',
    organisation: 'menden',
  },
  lena: {
    name: 'Lena Brinkmann',
    email: 'lena.brinkmann@menden.example',
    task: 'Jugend und Familie',
    organisation: 'menden',
  },
  olaf: {
    name: 'Olaf Neuhaus',
    email: 'olaf.neuhaus@menden.example',
    task: 'Kämmerei',
    organisation: 'menden',
  },
  martin: {
    name: 'Martin Stuhldreher',
    email: 'martin.stuhldreher@olpe.example',
    task: 'IT und Organisation',
    organisation: 'olpe',
    admin: true,
  },
  petra: {
    name: 'Petra Hesse',
    email: 'petra.hesse@olpe.example',
    task: 'Ordnungsamt',
    organisation: 'olpe',
  },
  niklas: {
    name: 'Niklas Halbe',
    email: 'niklas.halbe@olpe.example',
    task: 'Geodaten',
    organisation: 'olpe',
  },
  elisabeth: {
    name: 'Elisabeth Rath',
    email: 'elisabeth.rath@olpe.example',
    task: 'Bürgermeisterin',
    organisation: 'olpe',
  },
  christoph: {
    name: 'Christoph Blume',
    email: 'christoph.blume@soest.example',
    task: 'Digitalisierung',
    organisation: 'soest',
    admin: true,
  },
  nadine: {
    name: 'Nadine Rüther',
    email: 'nadine.ruether@soest.example',
    task: 'Kita-Verwaltung',
    organisation: 'soest',
  },
  wiebke: {
    name: 'Wiebke Osthoff',
    email: 'wiebke.osthoff@soest.example',
    task: 'Mobilität',
    organisation: 'soest',
  },
  johannes: {
    name: 'Johannes Plattfaut',
    email: 'johannes.plattfaut@soest.example',
    task: 'Pressestelle',
    organisation: 'soest',
  },
} as const satisfies Record<string, ScriptedPerson>

export type PersonKey = keyof typeof scriptedPeople

/** Whom a newcomer can sign in as. The first two share a lively project from different towns: a lead and a member. */
export const shownPeople = [
  'jana',
  'martin',
  'katrin',
  'stefan',
  'nadine',
  'florian',
  'gerda',
  'elisabeth',
] as const satisfies readonly PersonKey[]
