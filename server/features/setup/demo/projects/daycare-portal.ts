import type { ScriptedProject } from '../script.ts'

export const daycarePortal: ScriptedProject = {
  name: 'Kita-Portal',
  owner: 'soest',
  leads: ['nadine', 'lena'],
  members: ['christoph', 'ayse', 'gerda', 'henning', 'petra', 'murat'],
  viewers: ['olaf'],
  rooms: [
    {
      name: 'Allgemein',
      visibility: 'open',
      days: [
        {
          daysAgo: 16,
          lines: [
            {
              by: 'nadine',
              says: 'Hallo zusammen, hier entsteht das gemeinsame **Kita-Portal**. Eltern melden ihr Kind einmal an, egal bei welchem Träger, und sehen immer, wo sie stehen.',
            },
            {
              by: 'lena',
              says: 'Menden ist dabei, mit 28 Einrichtungen von neun Trägern. Die Träger sind die eigentliche Aufgabe.',
            },
            {
              by: 'gerda',
              says: 'Bei uns kommen die meisten Eltern mit dem Handy in der Hand ins Bürgerbüro. Es muss also **am Handy** gehen, und zwar mit einem Kind auf dem Arm.',
            },
            {
              by: 'christoph',
              says: 'Das ist die beste Anforderung, die ich dieses Jahr gelesen habe. Kommt wörtlich ins Lastenheft.',
            },
            {
              by: 'nadine',
              says: 'Zeitplan:\n\n- Test mit zwei Kitas je Stadt: nächsten Monat\n- Anmeldung für alle: im neuen Jahr\n- Bescheide digital: zum neuen Kitajahr',
            },
          ],
        },
        {
          daysAgo: 9,
          lines: [
            {
              by: 'lena',
              says: 'Elternbeirat war gestern Abend da. Lob für die klaren Texte, Kritik an der Reihenfolge: Erst wollen alle wissen, **ob überhaupt ein Platz frei ist**.',
            },
            { by: 'nadine', says: 'Verständlich. Können wir freie Plätze zeigen, ohne dass es ein Rennen wird?' },
            {
              by: 'ayse',
              says: 'Vielleicht keine Zahlen, sondern drei Stufen: gute Aussichten, wenige Plätze, Warteliste.',
            },
            { by: 'lena', says: 'Gefällt mir. Immer mit dem Wort dabei, nicht nur als Farbe.' },
            { by: 'petra', says: 'Und bitte mit Datum, von wann die Angabe ist.' },
          ],
        },
        {
          daysAgo: 3,
          lines: [
            {
              by: 'nadine',
              says: 'Jugendhilfeausschuss hat zugestimmt, auch zum Übergang: Papieranträge bleiben möglich, wir tippen sie dann ein.',
            },
            { by: 'lena', says: 'Wie viele werden das sein? Meine Schätzung: jeder fünfte.' },
            { by: 'gerda', says: 'Bei uns eher jeder dritte, am Anfang. Nach einem Jahr kaum noch jemand.' },
            {
              by: 'nadine',
              says: 'Dann planen wir eine halbe Stelle für das erste halbe Jahr ein. Danke euch beiden, genau solche Zahlen brauche ich.',
            },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'christoph',
              says: 'Das Portal ist seit heute früh im Test erreichbar: https://kita-test.soest.example. Zugang nur aus den Rathäusern.',
            },
            {
              by: 'lena',
              says: 'Erster Eindruck: schnell, ruhig, große Schrift. Der Knopf „Weiter“ ist am Handy unter der Tastatur versteckt.',
            },
            {
              by: 'christoph',
              says: 'Gefunden, wird bis morgen behoben. Bitte alles in den Raum *Testphase* schreiben, auch Kleinigkeiten.',
            },
            {
              by: 'nadine',
              says: 'Ich habe meine eigene Tochter angemeldet, zum Spaß. Sie ist 19 und wurde abgelehnt. Funktioniert also.',
            },
          ],
        },
      ],
    },
    {
      name: 'Testphase',
      visibility: 'open',
      days: [
        {
          daysAgo: 5,
          lines: [
            {
              by: 'nadine',
              says: 'Testkitas stehen fest: Wirbelwind und St. Anna in Soest, Löwenzahn und Rappelkiste in Menden. Danke an alle vier Leitungen!',
            },
            { by: 'lena', says: 'Löwenzahn fragt, ob sie die echten Wartelisten nehmen sollen oder erfundene Kinder.' },
            {
              by: 'henning',
              says: 'Bitte **nur erfundene** im Test. Echte Kinder erst, wenn die Verträge unterschrieben sind.',
            },
            { by: 'lena', says: 'Gut, dann bekommt Löwenzahn jetzt 40 Kinder aus Bullerbü.' },
            { by: 'christoph', says: 'Michel aus Lönneberga bitte mit Notiz „braucht feste Bezugsperson“.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'gerda',
              says: 'Getestet mit Tablet und Lesebrille:\n\n- Schrift gut\n- Datum eintippen mühsam, ich hätte gern drei Felder\n- „Betreuungsumfang“ versteht niemand, besser: „Wie viele Stunden in der Woche?“',
            },
            {
              by: 'christoph',
              says: 'Alle drei Punkte übernommen. Das Wort „Betreuungsumfang“ ist ab heute verboten.',
            },
            { by: 'ayse', says: 'Bei mir ist die Bestätigung im Spam gelandet. Liegt das an uns oder am Absender?' },
            {
              by: 'murat',
              says: 'Am Absender, der Eintrag `SPF` fehlt für die neue Domain. Christoph, ich schicke dir die Zeile.',
            },
            { by: 'christoph', says: 'Eingetragen, danke Murat.' },
            { by: 'ayse', says: 'Kommt jetzt an. In unter zehn Sekunden.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'lena',
              says: 'Rappelkiste meldet: Zwillinge lassen sich nur nacheinander anmelden, und beim zweiten Kind muss man alles neu eingeben.',
            },
            {
              by: 'nadine',
              says: 'Das müssen wir vor dem Start lösen. „Geschwister mit gleichen Angaben hinzufügen“ wäre schön.',
            },
            { by: 'christoph', says: 'Ist machbar, zwei Tage. Ich ziehe es vor die Statistik.' },
            {
              by: 'lena',
              says: 'Danke. Die Leitung der Rappelkiste hat selbst Zwillinge, sie weiß, wovon sie spricht.',
            },
            { by: 'petra', says: 'Kleinigkeit aus Olpe: Unter „Konfession“ fehlt die Möglichkeit, nichts anzugeben.' },
            { by: 'nadine', says: 'Keine Kleinigkeit. Das Feld wird freiwillig, sofort.' },
          ],
        },
      ],
    },
    {
      name: 'Elternbriefe',
      visibility: 'open',
      days: [
        {
          daysAgo: 11,
          lines: [
            {
              by: 'lena',
              says: 'Entwurf für den ersten Brief:\n\n> Liebe Eltern,\n> ab dem neuen Jahr melden Sie Ihr Kind unter **einer** Adresse an. Sie brauchen dafür etwa zehn Minuten und die Geburtsurkunde.',
            },
            { by: 'nadine', says: 'Sehr schön. Brauchen sie die Urkunde wirklich schon bei der Anmeldung?' },
            { by: 'lena', says: 'Eigentlich erst beim Vertrag. Dann streiche ich das.', edited: true },
            {
              by: 'gerda',
              says: 'Wir brauchen ihn auf Türkisch, Arabisch, Ukrainisch und Polnisch. Und einmal ganz einfach auf Deutsch.',
            },
            { by: 'ayse', says: 'Türkisch lese ich gegen. Für die anderen frage ich beim Integrationszentrum.' },
          ],
        },
        {
          daysAgo: 4,
          lines: [
            {
              by: 'ayse',
              says: 'Alle vier Übersetzungen sind da. Die ukrainische ist zwei Zeilen länger, das Layout hält.',
            },
            { by: 'nadine', says: 'Großartig. Druckauftrag: 2.400 Stück, Lieferung in zwei Wochen.' },
            { by: 'lena', says: 'Bitte 200 davon ohne Adressfeld, für die Auslage in den Praxen.' },
          ],
        },
      ],
    },
    {
      name: 'Verträge mit Trägern',
      visibility: 'closed',
      people: ['nadine', 'lena', 'henning', 'christoph'],
      days: [
        {
          daysAgo: 8,
          lines: [
            {
              by: 'henning',
              says: 'Mit jedem Träger brauchen wir eine Vereinbarung zur gemeinsamen Verantwortung. Muster liegt ab, vier Seiten.',
            },
            { by: 'nadine', says: 'Zwei kirchliche Träger haben eigenes Datenschutzrecht. Passt das Muster dafür?' },
            {
              by: 'henning',
              says: 'Mit einer Anlage, ja. Ich habe sie gestern mit der Kirche abgestimmt, das ging erstaunlich schnell.',
            },
            { by: 'lena', says: 'Bei uns fehlen noch drei Unterschriften, alle drei im Urlaub.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            { by: 'lena', says: 'Zwei von drei sind da. Der letzte Träger möchte vorher wissen, wann wir löschen.' },
            {
              by: 'henning',
              says: 'Wer keinen Platz möchte: nach drei Monaten. Wer einen bekommt: Daten gehen an den Träger, im Portal bleibt nur der Nachweis, ein Jahr lang.',
            },
            { by: 'lena', says: 'Das leite ich so weiter, danke.' },
          ],
        },
      ],
    },
  ],
}
