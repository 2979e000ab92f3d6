import type { ScriptedProject } from '../script.ts'

export const openData: ScriptedProject = {
  name: 'Offene Daten',
  owner: 'agency',
  leads: ['tobias', 'katrin'],
  members: ['niklas', 'murat', 'johannes', 'christoph', 'ulrike', 'martin', 'jana', 'olaf'],
  viewers: ['elisabeth', 'florian'],
  rooms: [
    {
      name: 'Allgemein',
      visibility: 'open',
      days: [
        {
          daysAgo: 20,
          lines: [
            {
              by: 'tobias',
              says: 'Willkommen bei **Offene Daten**. Wir wollen bis zum Sommer zehn Datensätze aus jeder Stadt veröffentlichen, und zwar solche, die jemand braucht.',
            },
            { by: 'christoph', says: 'Frage vorweg: Was ist mit Daten, bei denen wir uns für die Qualität schämen?' },
            {
              by: 'tobias',
              says: 'Veröffentlichen, mit einem ehrlichen Satz dazu. „Stand 2023, Lücken im Ortsteil X“ ist nützlicher als nichts.',
            },
            {
              by: 'ulrike',
              says: 'Das nimmt uns Druck. Wir haben schöne Daten zu Wanderwegen und traurige zu Parkplätzen.',
            },
          ],
        },
        {
          daysAgo: 12,
          lines: [
            {
              by: 'katrin',
              says: 'Drei Schulen haben gefragt, ob sie mit den Pegeldaten rechnen dürfen. Mathe, neunte Klasse.',
            },
            { by: 'jana', says: 'Sehr gern! Genau dafür sind sie da. Ich komme auf Wunsch auch in den Unterricht.' },
            {
              by: 'tobias',
              says: 'Ich baue eine Datei mit einem Wert pro Stunde, die öffnet sich dann auch in der Tabellenkalkulation.',
            },
            {
              by: 'johannes',
              says: 'Da machen wir eine Geschichte draus: „Die Klasse, die das Hochwasser berechnet“.',
            },
          ],
        },
        {
          daysAgo: 5,
          lines: [
            {
              by: 'olaf',
              says: 'Aus der Kämmerei: Der Haushalt von Menden liegt jetzt als Tabelle vor, alle Produkte, fünf Jahre. Das war mir ein Anliegen.',
            },
            {
              by: 'tobias',
              says: 'Olaf, das ist der Datensatz, den **alle** wollen und sonst niemand herausgibt. Hut ab!',
            },
            { by: 'olaf', says: 'Die Summen stimmen. Ich habe dreimal nachgerechnet und einmal meine Frau.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'katrin',
              says: 'Nächste Woche ist der Tag der offenen Daten. Wir haben einen Stand im Kreishaus, wer hilft?',
            },
            { by: 'niklas', says: 'Ich bringe die Karte auf dem großen Bildschirm mit.' },
            { by: 'ulrike', says: 'Bad Berleburg bringt Wanderwege und Wurst.' },
            { by: 'murat', says: 'Dann komme ich auch.' },
            { by: 'katrin', says: 'Wegen der Karte oder wegen der Wurst?' },
            { by: 'murat', says: 'Die Karte kenne ich schon.' },
          ],
        },
      ],
    },
    {
      name: 'Datensätze',
      visibility: 'open',
      days: [
        {
          daysAgo: 14,
          lines: [
            {
              by: 'tobias',
              says: 'Liste, Stand heute:\n\n- Baumkataster (Olpe, Soest)\n- Spielplätze (alle)\n- Pegel (Arnsberg, Bad Berleburg)\n- Haushalt (noch niemand)\n- Abfuhrtermine (Menden)',
            },
            {
              by: 'niklas',
              says: 'Baumkataster Olpe: 11.482 Bäume, mit Art, Höhe und Pflanzjahr. Einer ist laut Datenbank von 1066.',
            },
            { by: 'christoph', says: 'Wilhelm der Eroberer hatte eben ein Herz für Linden.' },
            { by: 'niklas', says: 'Korrigiert auf 1966.', edited: true },
            { by: 'martin', says: 'Die Ladesäulen könnten wir ergänzen, die Stadtwerke haben zugestimmt.' },
          ],
        },
        {
          daysAgo: 6,
          lines: [
            {
              by: 'murat',
              says: 'Spielplätze Arnsberg sind fertig: 86 Plätze, mit Geräten, Altersangabe und ob ein WC in der Nähe ist. Das mit dem WC war der Wunsch der Familien.',
            },
            { by: 'tobias', says: 'Darf ich das Feld als Vorschlag an alle geben?' },
            { by: 'murat', says: 'Klar. Heißt bei uns `wc_entfernung_m`.' },
            { by: 'ulrike', says: 'Bei uns heißt die Antwort oft „Wald“.' },
            { by: 'tobias', says: 'Das Feld ist eine Zahl, Ulrike.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'niklas',
              says: 'Neu seit heute: Radwege Olpe, 212 km, mit Belag und Breite. Steigungen rechne ich noch aus.',
            },
            { by: 'tobias', says: 'Steht schon im Katalog, danke! Damit sind wir bei **37 Datensätzen**.' },
            {
              by: 'christoph',
              says: 'Soest liefert noch heute die Abfuhrtermine. Die Datei hat 4.100 Zeilen und eine davon ist der 30. Februar.',
            },
            { by: 'tobias', says: 'Die Prüfung fängt das ab. Falls nicht, kommt die gelbe Tonne eben nie.' },
          ],
        },
      ],
    },
    {
      name: 'Lizenzen und Recht',
      visibility: 'open',
      days: [
        {
          daysAgo: 11,
          lines: [
            {
              by: 'katrin',
              says: 'Wir brauchen eine einheitliche Lizenz. Vorschlag: **Datenlizenz Deutschland, Namensnennung**. Einwände?',
            },
            {
              by: 'martin',
              says: 'Für die Geodaten würden wir lieber „Zero“ nehmen, dann können sie auch in freie Karten.',
            },
            { by: 'niklas', says: 'Ja bitte. Bei Namensnennung müsste jede Wander-App uns nennen, und keine tut es.' },
            {
              by: 'katrin',
              says: 'Gut, dann: Geodaten **Zero**, alles andere **Namensnennung**. Bis Freitag Einspruch möglich.',
            },
            { by: 'christoph', says: 'Soest: einverstanden.' },
            { by: 'ulrike', says: 'Bad Berleburg: einverstanden.' },
          ],
        },
        {
          daysAgo: 3,
          lines: [
            {
              by: 'johannes',
              says: 'Eine Frage aus dem Archiv: Dürfen wir alte Stadtpläne einscannen und veröffentlichen? Der jüngste ist von 1938.',
            },
            { by: 'katrin', says: 'Wenn der Zeichner vor mehr als 70 Jahren gestorben ist: ja. Weißt du, wer es war?' },
            { by: 'johannes', says: 'Stadtbaurat, gestorben 1951. Also ja!' },
            { by: 'katrin', says: 'Dann her damit. Das wird der schönste Datensatz von allen.' },
          ],
        },
      ],
    },
  ],
}
