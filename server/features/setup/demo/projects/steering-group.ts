import type { ScriptedProject } from '../script.ts'

export const steeringGroup: ScriptedProject = {
  name: 'Lenkungskreis Digitale Region',
  owner: 'agency',
  leads: ['katrin'],
  members: [
    'mareike',
    'henning',
    'murat',
    'jana',
    'ulrike',
    'florian',
    'ayse',
    'stefan',
    'martin',
    'christoph',
    'nadine',
  ],
  viewers: ['elisabeth', 'olaf'],
  rooms: [
    {
      name: 'Aktuelles',
      visibility: 'open',
      days: [
        {
          daysAgo: 15,
          lines: [
            {
              by: 'katrin',
              says: 'Guten Morgen! Der nächste **Lenkungskreis** tagt in drei Wochen in Olpe. Vorher brauche ich von jedem Projekt eine Seite: Was ist geschafft, was hängt, was kostet es.',
            },
            {
              by: 'martin',
              says: 'Der große Sitzungssaal ist reserviert. Parken bitte am Bahnhof, vor dem Rathaus ist Markt.',
            },
            { by: 'ayse', says: 'Eine Seite? Letztes Mal waren es elf.' },
            { by: 'katrin', says: 'Eine. Schriftgröße zwölf. Ich messe nach.' },
          ],
        },
        {
          daysAgo: 8,
          lines: [
            {
              by: 'mareike',
              says: 'Das Ministerium hat unser Video auf der Startseite, seit heute Nacht. Über 4.000 Aufrufe.',
            },
            { by: 'ulrike', says: 'Meine Mutter war vermutlich die Hälfte davon.' },
            { by: 'mareike', says: 'Jeder Aufruf zählt. Die Langfassung mit Untertiteln folgt nächste Woche.' },
            {
              by: 'henning',
              says: 'Danke, dass alle abgebildeten Personen gefragt wurden. Die Einwilligungen liegen vollständig vor.',
            },
          ],
        },
        {
          daysAgo: 2,
          lines: [
            {
              by: 'katrin',
              says: 'Es fehlen noch die Seiten von: Kita-Portal, Bauantrag. Abgabe ist **morgen Abend**.',
            },
            { by: 'nadine', says: 'Kita-Portal kommt heute Abend.' },
            { by: 'stefan', says: 'Bauantrag kommt morgen, eine Minute vorher.' },
            { by: 'katrin', says: 'Ich kenne euch.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            { by: 'stefan', says: 'Seite ist da, und es ist noch nicht einmal Abend. Ich bin selbst überrascht.' },
            {
              by: 'katrin',
              says: 'Ich auch! Alle Seiten sind vollständig, die Unterlagen gehen heute noch raus.',
            },
            { by: 'martin', says: 'Frau Rath eröffnet die Sitzung, danach gibt es Suppe.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'katrin',
              says: 'Tagesordnung für Olpe:\n\n1. Begrüßung\n2. Berichte aus den fünf Projekten, je zehn Minuten\n3. Haushalt des nächsten Jahres\n4. Beschluss zu den offenen Daten\n5. Suppe',
            },
            { by: 'christoph', says: 'Punkt 5 bitte vor Punkt 3.' },
            { by: 'katrin', says: 'Abgelehnt. Die Kämmerei ist auf leeren Magen großzügiger.' },
            {
              by: 'jana',
              says: 'Wer mit dem Zug kommt: Ab Finnentrop fährt Ersatzverkehr. Ich nehme ab Arnsberg drei Leute mit.',
            },
            { by: 'murat', says: 'Ich bin Nummer eins.' },
            { by: 'florian', says: 'Ich setze mich einfach auf eine Bank und warte.' },
          ],
        },
      ],
    },
    {
      name: 'Haushalt',
      visibility: 'closed',
      people: ['katrin', 'ayse', 'murat', 'ulrike', 'martin', 'christoph', 'olaf'],
      days: [
        {
          daysAgo: 9,
          lines: [
            {
              by: 'katrin',
              says: 'Der gemeinsame Topf im nächsten Jahr: Vorschlag liegt ab. Schlüssel wie bisher, **halb nach Einwohnern, halb gleich**.',
            },
            {
              by: 'ulrike',
              says: 'Für eine kleine Stadt ist das in Ordnung, wir bekommen ja auch mehr als wir zahlen.',
            },
            {
              by: 'christoph',
              says: 'Soest trägt das mit. Der Stadtrat möchte nur sehen, was wir einsparen, weil wir nicht alles fünfmal kaufen.',
            },
            { by: 'martin', says: 'Guter Punkt. Allein die Sensorplattform: einmal 38.000 statt fünfmal 22.000.' },
            { by: 'katrin', says: 'Das kommt auf die erste Seite.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'ayse',
              says: 'Unsere Kämmerei fragt nach den Wartungskosten ab dem dritten Jahr. Haben wir da schon etwas?',
            },
            {
              by: 'murat',
              says: 'Für die Sensoren rund acht Prozent vom Kaufpreis. Für die Plattform steht es im Vertrag, fester Betrag bis 2030.',
            },
            { by: 'ayse', says: 'Reicht, danke.' },
          ],
        },
      ],
    },
    {
      name: 'Ratsbeschlüsse',
      visibility: 'open',
      days: [
        {
          daysAgo: 13,
          lines: [
            {
              by: 'christoph',
              says: 'Soest: Haupt- und Finanzausschuss hat den Beitritt zum Kita-Portal **beschlossen**, bei zwei Enthaltungen.',
            },
            { by: 'nadine', says: 'Beide haben hinterher gefragt, ab wann sie sich anmelden können.' },
            { by: 'ayse', says: 'Menden: Rat am Dienstag. Ich bin mit vier Folien und einem Ersatzakku vorbereitet.' },
          ],
        },
        {
          daysAgo: 6,
          lines: [
            {
              by: 'ayse',
              says: 'Menden: **beschlossen**, einstimmig, um 22:47 Uhr. Vor uns kam die Straßenreinigungssatzung.',
            },
            { by: 'stefan', says: 'Ich war dabei. Die Satzung hat drei Stunden gedauert, wir vier Minuten.' },
            {
              by: 'jana',
              says: 'Arnsberg: Zwischenbericht Hochwasser zur Kenntnis genommen, Auftrag für die öffentliche Karte erteilt.',
            },
            {
              by: 'ulrike',
              says: 'Bad Berleburg: Rat ist nächste Woche. Die Mitfahrbank hat schon jetzt eine Mehrheit, vor allem wegen der Ziege.',
            },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'ulrike',
              says: 'Bad Berleburg hat gestern Abend **alle drei** Punkte beschlossen: Sensorik, Mitfahrbank, offene Daten.',
            },
            {
              by: 'katrin',
              says: 'Damit sind alle fünf Städte dabei. Leute, das hätte vor einem Jahr niemand gedacht.',
            },
            { by: 'mareike', says: 'Darf ich das so zitieren?' },
            { by: 'katrin', says: 'Nur mit „Leute“.' },
          ],
        },
      ],
    },
    {
      name: 'Kaffeeküche',
      visibility: 'open',
      days: [
        {
          daysAgo: 10,
          lines: [
            { by: 'mareike', says: 'Ein Raum ohne Tagesordnung. Hier darf es um Kuchen gehen.' },
            { by: 'florian', says: 'Dann eröffne ich: Streuselkuchen oder Bienenstich?' },
            {
              by: 'stefan',
              says: 'Das ist eine bauordnungsrechtliche Frage. Bienenstich ist höher, braucht also Abstandsflächen.',
            },
            { by: 'murat', says: 'Baklava. Genehmigungsfrei.' },
            { by: 'jana', says: 'Ich beantrage beides, digital, mit Lageplan.' },
          ],
        },
        {
          daysAgo: 5,
          lines: [
            {
              by: 'ulrike',
              says: 'Wir haben heute den Faxdienst abgeschaltet. Nach 31 Jahren. Es gab eine kleine Feier.',
            },
            { by: 'christoph', says: 'Glückwunsch! Wie habt ihr die Einladungen verschickt?' },
            { by: 'ulrike', says: 'Per Fax natürlich. Es war die letzte Sendung.' },
            { by: 'henning', says: 'Und ans Löschen des Speichers gedacht?' },
            { by: 'ulrike', says: 'Henning. Ja.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'nadine',
              says: 'Wer hat nach der Besprechung gestern das Mikrofon angelassen? Ich weiß jetzt, was es bei jemandem zu Mittag gab.',
            },
            { by: 'stefan', says: 'Currywurst. Ich stehe dazu.' },
            { by: 'martin', says: 'Man konnte es fast riechen.' },
            { by: 'florian', says: 'Ab sofort: Wer sich nicht stummschaltet, bringt beim nächsten Mal Kuchen mit.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            { by: 'stefan', says: 'Kuchen steht in Olpe bereit. Bienenstich, mit Abstandsflächen.' },
            { by: 'jana', says: 'Antrag genehmigt.' },
          ],
        },
      ],
    },
  ],
}
