import type { ScriptedProject } from '../script.ts'

export const buildingPermits: ScriptedProject = {
  name: 'Digitaler Bauantrag',
  owner: 'menden',
  leads: ['stefan', 'ayse'],
  members: ['sabine', 'christoph', 'martin', 'florian', 'henning', 'katrin'],
  viewers: ['elisabeth', 'olaf'],
  rooms: [
    {
      name: 'Allgemein',
      visibility: 'open',
      days: [
        {
          daysAgo: 17,
          lines: [
            {
              by: 'ayse',
              says: 'Willkommen im Projekt **Digitaler Bauantrag**. Ziel: Im Sommer nehmen alle fünf Städte Anträge nur noch digital an. Papier geht weiter, aber wir scannen es dann.',
            },
            {
              by: 'sabine',
              says: 'Arnsberg hat heute 38 offene Anträge auf Papier auf dem Flur stehen. Ich bin hochmotiviert.',
            },
            { by: 'stefan', says: 'Bei uns sind es 22, plus ein Karton ohne Aufschrift. Niemand traut sich.' },
            {
              by: 'martin',
              says: 'Olpe hat die Schnittstelle zum Fachverfahren bestellt, Lieferung laut Vertrag Mitte nächsten Monats.',
            },
            {
              by: 'ayse',
              says: 'Danke! Bitte tragt eure Termine in die Liste ein: https://wiki.menden.example/bauantrag/termine',
            },
          ],
        },
        {
          daysAgo: 11,
          lines: [
            {
              by: 'stefan',
              says: 'Erster echter Antrag ist gestern durchgelaufen: ein Carport. Von der Einreichung bis zur Eingangsbestätigung **vier Minuten**.',
            },
            { by: 'sabine', says: 'Auf Papier dauert das bei uns vier Tage. Glückwunsch!' },
            { by: 'christoph', says: 'Was hat der Bauherr gesagt?' },
            {
              by: 'stefan',
              says: 'Er hat angerufen und gefragt, ob das wirklich alles war. Dann hat er gefragt, ob er trotzdem vorbeikommen darf.',
            },
            { by: 'ayse', says: 'Das nehme ich als Lob.' },
          ],
        },
        {
          daysAgo: 5,
          lines: [
            {
              by: 'ayse',
              says: 'Der Bauausschuss tagt nächste Woche. Ich brauche von jeder Stadt zwei Zahlen: Anträge seit Jahresbeginn, davon digital.',
            },
            { by: 'sabine', says: 'Arnsberg: 412, davon 57.' },
            { by: 'christoph', says: 'Soest: 365, davon 91.' },
            { by: 'martin', says: 'Olpe: 203, davon 12. Wir fangen ja erst an.' },
            { by: 'florian', says: 'Bad Berleburg: 148, davon 9, davon 3 von mir selbst zum Testen.', edited: true },
            { by: 'ayse', says: 'Danke, das reicht mir. Florian, deine drei ziehe ich ab.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'stefan',
              says: 'Die Architektenkammer kommt übermorgen zu Besuch und möchte den Ablauf einmal live sehen. Wer kann dazukommen? Gern per Besprechung hier im Raum.',
            },
            { by: 'sabine', says: 'Ich bin dabei, aber erst ab 10:30.' },
            {
              by: 'christoph',
              says: 'Soest ist dabei. Ich kann die Ansicht aus Sicht der Bürgerinnen und Bürger teilen.',
            },
            {
              by: 'stefan',
              says: 'Perfekt, dann machen wir 10:30. Sabine zeigt die Prüfung, Christoph den Antrag, ich sage wenig und koche Kaffee.',
            },
          ],
        },
      ],
    },
    {
      name: 'Prüfablauf',
      visibility: 'open',
      days: [
        {
          daysAgo: 13,
          lines: [
            {
              by: 'sabine',
              says: 'Ich habe unseren Ablauf einmal aufgeschrieben. Bitte prüfen, ob das bei euch genauso ist:\n\n1. Eingang und Vollständigkeit (Sekretariat)\n2. Beteiligung der Fachämter\n3. planungsrechtliche Prüfung\n4. bauordnungsrechtliche Prüfung\n5. Bescheid',
            },
            { by: 'stefan', says: 'Bei uns sind 3 und 4 eine Person, nämlich ich.' },
            {
              by: 'christoph',
              says: 'In Soest kommt die Denkmalpflege fast immer dazu, die Altstadt ist voll davon. Das muss ein eigener Schritt sein, den man an- und abschalten kann.',
            },
            { by: 'sabine', says: 'Gut, also **2a Denkmalpflege, wenn nötig**.' },
            {
              by: 'martin',
              says: 'Und wer bekommt die Nachforderung, wenn Unterlagen fehlen: Bauherr oder Entwurfsverfasserin?',
            },
            { by: 'sabine', says: 'Beide. Sonst wartet immer einer auf den anderen.' },
          ],
        },
        {
          daysAgo: 7,
          lines: [
            {
              by: 'stefan',
              says: 'Aus der Praxis: Bei zwei Anträgen kamen die Lagepläne als Foto vom Küchentisch. Mit Kaffeetasse.',
            },
            { by: 'sabine', says: 'War die Tasse wenigstens maßstäblich?' },
            { by: 'stefan', says: '1 : 1, eindeutig.' },
            {
              by: 'christoph',
              says: 'Wir lassen nur PDF zu und zeigen **vor** dem Absenden eine Vorschau mit der Frage „Ist alles lesbar?“. Seitdem ist es deutlich besser.',
            },
            { by: 'ayse', says: 'Das übernehmen wir. Christoph, schickst du Stefan die Texte?' },
            { by: 'christoph', says: 'Sind unterwegs.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'sabine',
              says: 'Frage an alle: Ab wann läuft die Frist bei euch? Mit Eingang oder mit Vollständigkeit?',
            },
            {
              by: 'stefan',
              says: 'Mit Vollständigkeit. Das steht so in der Bauordnung, aber die Eingangsbestätigung klang bei uns bisher anders.',
            },
            {
              by: 'sabine',
              says: 'Genau darüber bin ich gestolpert. Vorschlag für den Text:\n\n> Ihr Antrag ist eingegangen. Wir prüfen jetzt, ob alles da ist, und melden uns **innerhalb von zehn Arbeitstagen**. Die Frist beginnt, sobald die Unterlagen vollständig sind.',
            },
            { by: 'christoph', says: 'Verständlich und richtig, selten genug. Übernommen.' },
            { by: 'stefan', says: 'Auch in Menden.' },
          ],
        },
      ],
    },
    {
      name: 'Schnittstellen',
      visibility: 'open',
      days: [
        {
          daysAgo: 9,
          lines: [
            {
              by: 'martin',
              says: 'Die Testumgebung des Fachverfahrens steht. Zugang bitte bei mir anfragen, nicht hier hineinschreiben.',
            },
            { by: 'christoph', says: 'Läuft sie mit XBau in der aktuellen Fassung?' },
            { by: 'martin', says: 'Ja. Nachricht `0200` wird angenommen, bei `0201` meckert sie über die Flurstücke.' },
            { by: 'christoph', says: 'Das kenne ich: Die Gemarkung muss sechsstellig sein, mit führenden Nullen.' },
            { by: 'martin', says: 'Das war es. Zwei Tage gesucht, danke!' },
          ],
        },
        {
          daysAgo: 2,
          lines: [
            {
              by: 'martin',
              says: 'Stand der Tests:\n\n- Antrag annehmen: **läuft**\n- Nachforderung senden: **läuft**\n- Bescheid zustellen: Signatur wird noch abgelehnt',
            },
            { by: 'katrin', says: 'Liegt es am Zertifikat? Unseres ist vor zwei Wochen ausgetauscht worden.' },
            { by: 'martin', says: 'Gut möglich, ich frage beim Rechenzentrum nach.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'martin',
              says: 'Es lag am Zertifikat. Das Rechenzentrum hatte nur das alte hinterlegt. Jetzt läuft die Zustellung, erster Bescheid ist im Postfach angekommen.',
            },
            { by: 'ayse', says: 'Dann sind alle drei Punkte grün? Ich würde das gern so dem Ausschuss sagen.' },
            { by: 'martin', says: 'Alle drei grün. Du darfst es sagen.' },
          ],
        },
      ],
    },
    {
      name: 'Datenschutz',
      visibility: 'closed',
      people: ['stefan', 'ayse', 'henning', 'sabine', 'christoph'],
      days: [
        {
          daysAgo: 8,
          lines: [
            {
              by: 'henning',
              says: 'Ich habe die Folgenabschätzung begonnen. Drei Fragen an euch:\n\n- Wie lange bleiben abgelehnte Anträge gespeichert?\n- Wer sieht die Unterlagen der Nachbarn?\n- Kommen Daten zu externen Prüfern?',
            },
            {
              by: 'sabine',
              says: 'Abgelehnt: zehn Jahre, wie die Bauakte. Nachbarn: nur die Sachbearbeitung. Externe Prüfer: ja, für Statik, aber die bekommen nur die Statik.',
            },
            {
              by: 'stefan',
              says: 'Bei uns genauso. Die Statik geht bisher per Mail raus, das sollten wir **abstellen**.',
            },
            { by: 'henning', says: 'Unbedingt. Das schreibe ich als Maßnahme hinein, Frist: vor dem Start.' },
          ],
        },
        {
          daysAgo: 2,
          lines: [
            {
              by: 'henning',
              says: 'Der Entwurf ist fertig, elf Seiten. Bitte bis Ende der Woche lesen: https://akten.suedwestfalen.example/dsfa-bauantrag',
            },
            {
              by: 'ayse',
              says: 'Gelesen. Auf Seite 6 steht noch „Gesundheitsdaten“, das stammt vermutlich aus der Vorlage?',
            },
            { by: 'henning', says: 'Stimmt, Kopierfehler. Ist raus.', edited: true },
            { by: 'christoph', says: 'Von Soest keine Einwände. Gut lesbar, danke.' },
          ],
        },
      ],
    },
  ],
}
