import type { ScriptedProject } from '../script.ts'

export const floodSensors: ScriptedProject = {
  name: 'Hochwassersensorik',
  owner: 'arnsberg',
  leads: ['jana', 'katrin'],
  members: ['murat', 'dieter', 'ulrike', 'bernd', 'niklas', 'martin', 'tobias', 'henning', 'elisabeth'],
  viewers: ['olaf'],
  rooms: [
    {
      name: 'Allgemein',
      visibility: 'open',
      days: [
        {
          daysAgo: 18,
          lines: [
            {
              by: 'katrin',
              says: 'Guten Morgen zusammen! Hier ist ab heute unser gemeinsamer Ort für die **Hochwassersensorik**. Bitte keine Rundmails mehr, die Hälfte von uns sucht sonst wieder den letzten Anhang.',
            },
            {
              by: 'jana',
              says: 'Danke, Katrin. Kurz der Stand aus Arnsberg:\n\n- 14 Pegel sind bestellt, 9 hängen schon\n- die Funkabdeckung an der Röhr ist schlechter als gedacht\n- der Rat will im nächsten Ausschuss einen Zwischenbericht',
            },
            {
              by: 'ulrike',
              says: 'Bad Berleburg ist dabei. Bei uns macht Bernd Treude von der Feuerwehr mit, der kennt jeden Bachlauf persönlich.',
            },
            { by: 'bernd', says: 'Moin. Persönlich stimmt, bei der Odeborn bin ich 2007 mal reingefallen.' },
            {
              by: 'martin',
              says: 'Olpe schaut zu und bringt Niklas mit den Geodaten ein. Wir wollen im Frühjahr nachziehen.',
            },
            {
              by: 'katrin',
              says: 'Schön! Dann treffen wir uns hier jeden Dienstag um 9 Uhr zur Besprechung, eine halbe Stunde, nicht länger.',
            },
          ],
        },
        {
          daysAgo: 12,
          lines: [
            {
              by: 'jana',
              says: 'Der Zwischenbericht für den Ausschuss muss **bis Freitag** stehen. Ich habe einen Entwurf und brauche von jeder Kommune drei Sätze.',
            },
            {
              by: 'ulrike',
              says: 'Drei Sätze aus Bad Berleburg: Vier Standorte sind festgelegt, zwei Genehmigungen der unteren Wasserbehörde liegen vor. Die Feuerwehr bekommt die Werte ab Januar direkt in die Leitstelle. Kosten bleiben im Rahmen.',
              edited: true,
            },
            { by: 'jana', says: 'Perfekt, genau so. Olpe?' },
            {
              by: 'martin',
              says: 'Kommt morgen früh, ich muss die Zahl der Standorte noch mit dem Tiefbau abstimmen.',
            },
            {
              by: 'dieter',
              says: 'Tiefbau Arnsberg sagt: Halterungen an der Marienbrücke sind montiert, Foto reiche ich nach.',
            },
            { by: 'jana', says: 'Du bist ein Schatz, Dieter.' },
            {
              by: 'martin',
              says: 'Hier unsere drei Sätze: Olpe plant sechs Pegel an Bigge und Olpebach. Die Daten laufen auf der gemeinsamen Plattform zusammen. Förderantrag geht in diesem Monat raus.',
            },
          ],
        },
        {
          daysAgo: 6,
          lines: [
            {
              by: 'jana',
              says: 'Ausschuss ist durch: **einstimmig zur Kenntnis genommen**, und zwei Fraktionen wollen die Karte auf der Startseite der Stadt sehen.',
            },
            { by: 'katrin', says: 'Großartig! Das ist schneller als jeder Förderbescheid, den ich kenne.' },
            {
              by: 'elisabeth',
              says: 'Glückwunsch nach Arnsberg. Ich nehme das gern als Beispiel mit in unsere Haushaltsberatung.',
            },
            {
              by: 'jana',
              says: 'Eine Nachfrage gab es: Wer haftet, wenn ein Sensor ausfällt und jemand sich auf die Karte verlassen hat? Henning, kannst du dazu etwas sagen?',
            },
            {
              by: 'henning',
              says: 'Haftung ist nicht mein Feld, aber ein Hinweis gehört auf die Seite: „Messwerte ohne Gewähr, maßgeblich sind die Warnungen der Leitstelle.“ Den Text stimme ich mit dem Rechtsamt ab.',
            },
            { by: 'bernd', says: 'Das ist mir auch wichtig. Die Karte ersetzt keine Sirene.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'katrin',
              says: 'Die Agenda für die nächste Besprechung:\n\n1. Stand der Montage (alle, je 2 Minuten)\n2. Eingefrorene Sensoren an der Röhr (Murat)\n3. Schwellwerte für die Feuerwehren (Bernd)\n4. Verschiedenes',
            },
            { by: 'ulrike', says: 'Bitte noch: Wer spricht auf dem Regionalforum? Wir haben 15 Minuten bekommen.' },
            { by: 'katrin', says: 'Kommt als Punkt 4 dazu. Jana und Bernd, wollt ihr das zu zweit machen?' },
            { by: 'bernd', says: 'Wenn ich in Uniform kommen darf und keine Folien machen muss: ja.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            { by: 'jana', says: 'Abgemacht, ich mache die Folien, du bringst die Geschichten mit.' },
            {
              by: 'martin',
              says: 'Guten Morgen! Unser Förderantrag ist **eingereicht**. 48 Seiten, davon 31 Anlagen.',
            },
            {
              by: 'katrin',
              says: 'Stark! Dann drücken wir die Daumen. Die Bezirksregierung hat sechs Wochen genannt.',
            },
            {
              by: 'jana',
              says: 'Martin, könntest du uns in der Besprechung eure Standortkarte zeigen? Fünf Minuten reichen.',
            },
          ],
        },
      ],
    },
    {
      name: 'Technik',
      visibility: 'open',
      days: [
        {
          daysAgo: 15,
          lines: [
            {
              by: 'murat',
              says: 'Kurze Übersicht für alle, die nicht täglich mit Funk zu tun haben: Die Sensoren schicken alle **10 Minuten** einen Wert über LoRaWAN an das nächste Gateway, von dort geht es auf die Datenplattform. Die Batterie hält etwa fünf Jahre.',
            },
            {
              by: 'tobias',
              says: 'Ergänzung: Auf der Plattform liegen die Werte unter `pegel/arnsberg/…`, jede Kommune hat ihren eigenen Bereich und gibt selbst frei, was öffentlich wird.',
            },
            {
              by: 'niklas',
              says: 'Gibt es die Standorte auch als GeoJSON? Dann kann ich sie gleich in unsere Karte legen.',
            },
            { by: 'tobias', says: 'Ja: https://daten.suedwestfalen.example/pegel/standorte.geojson' },
            { by: 'niklas', says: 'Super, sehe ich. Pegel 7 steht allerdings mitten im Möhnesee.' },
            { by: 'tobias', says: 'Koordinaten vertauscht, Moment … jetzt steht er wieder am Ufer.', edited: true },
          ],
        },
        {
          daysAgo: 8,
          lines: [
            {
              by: 'murat',
              says: 'Wir haben zwei Sensoren an der Röhr, die seit gestern Abend immer denselben Wert melden: 0,84 m. Das Gerät lebt, aber der Wert bewegt sich nicht.',
            },
            {
              by: 'dieter',
              says: 'Ich war heute früh da. Das Wasser steht höher, bestimmt einen Meter zehn. Der Sensor sieht von außen gut aus.',
            },
            {
              by: 'murat',
              says: 'Dann ist das Ultraschallmodul eingefroren, nicht die Übertragung. Hatte jemand das schon?',
            },
            {
              by: 'tobias',
              says: 'In den Rohdaten sieht man es auch: `distance` ist konstant, aber `battery` und `rssi` ändern sich. Ich baue eine Prüfung ein: **sechs gleiche Werte hintereinander = Warnung an den Betreiber**.',
            },
            {
              by: 'bernd',
              says: 'Bitte so, dass nachts niemand wegen trockener Bäche geweckt wird. Im August stehen bei uns manche Pegel wochenlang auf null.',
            },
            {
              by: 'tobias',
              says: 'Guter Punkt. Null nehme ich aus, und die Meldung geht an die Technik, nicht an die Leitstelle.',
            },
            {
              by: 'murat',
              says: 'Der Hersteller schreibt gerade zurück: bekannter Fehler unter -3 °C, Update der Firmware kommt „zeitnah“.',
            },
            { by: 'dieter', says: '„Zeitnah“ ist das neue „irgendwann“.' },
          ],
        },
        {
          daysAgo: 4,
          lines: [
            {
              by: 'murat',
              says: 'Firmware 2.4.1 ist da. Ich spiele sie heute auf **zwei** Geräte am Bauhof auf, nicht draußen. Wenn es bis Montag gut läuft, kommen die anderen dran.',
            },
            { by: 'martin', says: 'Macht ihr das aus der Ferne oder müsst ihr hin?' },
            {
              by: 'murat',
              says: 'Aus der Ferne dauert es pro Gerät etwa 40 Minuten. Mit Leiter und Laptop fünf. Bei Regen nehme ich die Ferne.',
            },
            {
              by: 'niklas',
              says: 'Ich habe die Einzugsgebiete über die Standorte gelegt. Zwischen Pegel 3 und Pegel 4 fehlt uns eigentlich einer, da kommt der Wannebach dazu.',
            },
            {
              by: 'jana',
              says: 'Kannst du das in *Standorte* schreiben? Dann nehmen wir es in die nächste Bestellung auf.',
            },
            { by: 'niklas', says: 'Mach ich.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'murat',
              says: 'Beide Testgeräte laufen seit drei Tagen sauber, auch heute Nacht bei -5 °C. Ich rolle die Firmware ab morgen aus, Reihenfolge:\n\n- zuerst Röhr (die eingefrorenen)\n- dann Ruhr oberhalb der Stadt\n- zum Schluss der Rest',
            },
            {
              by: 'tobias',
              says: 'Ich setze die Warnung solange auf „Wartung“, sonst klingelt es bei uns vierzehnmal.',
            },
            { by: 'ulrike', says: 'Unsere Geräte haben dieselbe Firmware, oder? Sollen wir mitziehen?' },
            { by: 'murat', says: 'Ja, ihr habt die 2.3.9. Ich schicke dir die Anleitung, eine Seite, mit Bildern.' },
            { by: 'dieter', says: 'Mit Bildern, danke. Die letzte Anleitung war auf Chinesisch.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'murat',
              says: 'Röhr 1 und Röhr 2 sind aktualisiert und melden wieder: 0,97 m und 1,02 m. Dieter, passt das zu dem, was du siehst?',
            },
            { by: 'dieter', says: 'Stehe gerade an Röhr 2. Zollstock sagt 1,01. Besser wird es nicht.' },
            { by: 'tobias', says: 'Ein Zentimeter Abweichung, das nehmen wir.' },
            {
              by: 'martin',
              says: 'Sehr schön. Frage aus Olpe: Bekommen wir beim Kauf gleich die neue Version, oder müssen wir selbst nachziehen?',
            },
            {
              by: 'murat',
              says: 'Schreib es in die Leistungsbeschreibung: „Auslieferung mit Firmware 2.4.1 oder neuer“. Dann habt ihr es schriftlich.',
            },
            { by: 'niklas', says: 'Und auf der Karte blinken jetzt alle grün. Schönes Bild heute Morgen.' },
          ],
        },
      ],
    },
    {
      name: 'Standorte',
      visibility: 'open',
      days: [
        {
          daysAgo: 14,
          lines: [
            {
              by: 'niklas',
              says: 'Hier sammeln wir Standorte. Bitte immer: **Gewässer, Brücke oder Straße, Foto, wer den Schlüssel hat**.',
            },
            { by: 'dieter', says: 'Marienbrücke, Ruhr, Nordseite. Schlüssel: Bauhof. Halterung hängt.' },
            { by: 'bernd', says: 'Odeborn an der Feuerwache. Schlüssel: ich. Foto mit Hund, der wollte nicht weg.' },
            { by: 'niklas', says: 'Der Hund hilft beim Maßstab, danke.' },
            {
              by: 'ulrike',
              says: 'Eder am Sportplatz Raumland: Die Brücke gehört dem Kreis, da brauchen wir eine Gestattung. Antrag läuft.',
            },
          ],
        },
        {
          daysAgo: 4,
          lines: [
            {
              by: 'niklas',
              says: 'Wie in *Technik* geschrieben: Am Wannebach kurz vor der Mündung fehlt uns ein Pegel. Vorschlag: Fußgängerbrücke am Freibad.',
            },
            {
              by: 'jana',
              says: 'Das Freibad gehört den Stadtwerken. Ich frage nach, der Bademeister ist im Winter ohnehin nur am Streichen.',
            },
            {
              by: 'dieter',
              says: 'Strom liegt dort, brauchen wir aber nicht. Hauptsache, die Brücke wird nicht gerade saniert. Ich schaue in den Plan.',
            },
            { by: 'dieter', says: 'Sanierung erst in drei Jahren. Freie Bahn.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'jana',
              says: 'Die Stadtwerke sagen **ja** zum Freibad. Einzige Bedingung: Der Sensor darf im Sommer niemanden zum Klettern einladen.',
            },
            { by: 'ulrike', says: 'Gestattung vom Kreis für Raumland ist auch da! Zwei Wochen, das ist Rekord.' },
            {
              by: 'bernd',
              says: 'Dann hänge ich das Gerät am Samstag mit der Jugendfeuerwehr auf. Die freuen sich, mal etwas mit Wasser zu machen, das nicht aus dem Schlauch kommt.',
            },
          ],
        },
      ],
    },
    {
      name: 'Vergabe',
      visibility: 'closed',
      people: ['jana', 'katrin', 'murat', 'dieter', 'ulrike'],
      days: [
        {
          daysAgo: 10,
          lines: [
            {
              by: 'jana',
              says: 'Dieser Raum ist geschlossen: Was hier zur Ausschreibung steht, bleibt bitte bis zum Zuschlag hier.',
            },
            {
              by: 'katrin',
              says: 'Zeitplan für das zweite Los:\n\n1. Leistungsbeschreibung bis Monatsende\n2. Veröffentlichung auf dem Vergabeportal in der Woche darauf\n3. vier Wochen Angebotsfrist\n4. Zuschlag vor dem Frühjahr',
            },
            {
              by: 'murat',
              says: 'Nach der Sache mit dem Einfrieren will ich eine Klausel: Werte müssen bis **-15 °C** stimmen, mit Nachweis.',
            },
            { by: 'ulrike', says: 'Unbedingt. Und Ersatzteile fünf Jahre lang.' },
            { by: 'jana', says: 'Der Preis aus der Markterkundung war übrigens niedriger als', deleted: true },
            { by: 'jana', says: 'Sorry, das gehörte nicht einmal hierher. Zahlen nur in der Vergabeakte.' },
          ],
        },
        {
          daysAgo: 3,
          lines: [
            {
              by: 'dieter',
              says: 'Ich habe die Leistungsbeschreibung gelesen. Seite 12: „Montage durch den Auftraggeber“. Heißt das, das bleibt am Bauhof hängen?',
            },
            { by: 'jana', says: 'Ja, wie beim ersten Los. Ist das ein Problem?' },
            { by: 'dieter', says: 'Nur wenn es im Februar sein soll. Da haben wir Winterdienst.' },
            { by: 'katrin', says: 'Dann schreiben wir: Lieferung Februar, Montage bis Ende April. Einverstanden?' },
            { by: 'dieter', says: 'Einverstanden.' },
            { by: 'ulrike', says: 'Für uns passt das auch.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'murat',
              says: 'Die Klausel zur Temperatur ist drin, die Vergabestelle hat sie ohne Änderung übernommen.',
            },
            {
              by: 'jana',
              says: 'Wunderbar. Dann fehlt nur noch die Freigabe der Kämmerei, ich rufe heute Nachmittag an.',
            },
          ],
        },
      ],
    },
  ],
}
