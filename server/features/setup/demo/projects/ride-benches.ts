import type { ScriptedProject } from '../script.ts'

export const rideBenches: ScriptedProject = {
  name: 'Mitfahrbank',
  owner: 'berleburg',
  leads: ['florian', 'wiebke'],
  members: ['gerda', 'mareike', 'petra', 'dieter', 'jana', 'johannes', 'elisabeth'],
  viewers: ['olaf', 'martin'],
  rooms: [
    {
      name: 'Allgemein',
      visibility: 'open',
      days: [
        {
          daysAgo: 19,
          lines: [
            {
              by: 'florian',
              says: 'Hallo in die Runde! Die Idee in einem Satz: **eine Bank, ein Schild mit Zielen, wer sitzt, möchte mitgenommen werden.** In Bad Berleburg stehen schon drei, und sie werden benutzt.',
            },
            {
              by: 'wiebke',
              says: 'In Soest wollen wir die Ortsteile in der Börde anbinden. Nach 18 Uhr fährt dort kein Bus mehr.',
            },
            {
              by: 'petra',
              says: 'Olpe hat Interesse, das Ordnungsamt stellt schon einmal die Frage nach der Sondernutzung.',
            },
            {
              by: 'florian',
              says: 'Dafür haben wir ein Muster, lege ich ab. Bei uns war es eine Seite und ein Stempel.',
            },
            {
              by: 'gerda',
              says: 'Im Bürgerbüro werde ich jeden Tag danach gefragt. Meistens: „Kostet das was?“ Nein, kostet nichts.',
            },
          ],
        },
        {
          daysAgo: 13,
          lines: [
            { by: 'wiebke', says: 'Was machen wir mit dem Thema Versicherung? Die Frage kommt in jedem Ortsrat.' },
            {
              by: 'florian',
              says: 'Mitfahrende sind über die Kfz-Haftpflicht der Fahrerin oder des Fahrers versichert, wie bei jeder privaten Fahrt. Wir vermitteln nichts, wir stellen nur eine Bank auf.',
            },
            { by: 'petra', says: 'Diesen Satz bitte genau so auf das Schild. Kürzer kann ich es nicht.' },
            { by: 'elisabeth', says: 'Und Minderjährige? Da werde ich von Eltern angesprochen.' },
            {
              by: 'florian',
              says: 'Empfehlung auf dem Schild: ab 16 Jahren, Jüngere nur in Begleitung. So macht es auch der Nachbarkreis.',
            },
            { by: 'elisabeth', says: 'Gut, damit kann ich leben.' },
          ],
        },
        {
          daysAgo: 7,
          lines: [
            {
              by: 'florian',
              says: 'Zahlen vom ersten Monat, gezählt von zwei Schülerpraktikanten mit Strichliste:\n\n- Raumland: 31 Mitfahrten\n- Berghausen: 24\n- Elsoff: 9, davon eine Ziege',
            },
            { by: 'wiebke', says: 'Eine Ziege?' },
            { by: 'florian', says: 'Mit Besitzerin. Der Fahrer hatte einen Anhänger.' },
            {
              by: 'mareike',
              says: 'Das ist die Überschrift für die Pressemitteilung. Ich frage bei der Besitzerin nach, ob wir das schreiben dürfen.',
            },
            { by: 'johannes', says: 'Soest hätte auch gern eine Ziege, wir haben bisher nur einen Dackel.' },
          ],
        },
        {
          daysAgo: 2,
          lines: [
            {
              by: 'wiebke',
              says: 'Der Förderbescheid für die sechs Bänke in Soest ist da, **14.400 €**. Bestellen dürfen wir ab sofort.',
            },
            {
              by: 'florian',
              says: 'Herzlichen Glückwunsch! Nehmt die mit Rückenlehne. Wir haben gespart und bereuen es.',
            },
            { by: 'dieter', says: 'Und bitte verzinkte Füße. Holz auf Erde hält bei uns vier Winter.' },
            { by: 'wiebke', says: 'Notiert: Lehne, verzinkt. Lieferzeit acht Wochen.' },
          ],
        },
        {
          daysAgo: 0,
          lines: [
            {
              by: 'gerda',
              says: 'Heute früh saßen auf der Bank vor dem Rathaus gleich vier Leute. Nach drei Minuten waren alle weg.',
            },
            { by: 'florian', says: 'Schneller als der Aufzug im Rathaus.' },
            {
              by: 'petra',
              says: 'Die Sondernutzung für Olpe ist genehmigt, zwei Bänke, ab sofort. Wer kommt zum Aufstellen?',
            },
            {
              by: 'elisabeth',
              says: 'Ich komme. Aber bitte kein Band zum Durchschneiden, einfach hinsetzen und warten, wer hält.',
            },
            { by: 'mareike', says: 'Das ist viel besser als ein Band. Ich bringe die Kamera mit.' },
          ],
        },
      ],
    },
    {
      name: 'Standorte',
      visibility: 'open',
      days: [
        {
          daysAgo: 10,
          lines: [
            {
              by: 'wiebke',
              says: 'Unsere Vorschläge für Soest:\n\n1. Ostönnen, Dorfplatz\n2. Deiringsen, an der Kapelle\n3. Meckingsen, alte Bushaltestelle\n4. Bahnhof Soest, Nordseite',
            },
            {
              by: 'dieter',
              says: 'Beim Bahnhof auf die Leitungen achten. Einmal falsch gegraben, und halb Soest hat kein Internet.',
            },
            { by: 'wiebke', says: 'Leitungsauskunft ist angefragt, danke für die Warnung.' },
            {
              by: 'petra',
              says: 'Regel aus der Straßenverkehrsordnung: Wo gehalten werden soll, darf kein Haltverbot sein. Klingt banal, war bei uns an zwei von fünf Stellen der Fall.',
            },
            { by: 'florian', says: 'Und eine Laterne in der Nähe. Im Winter setzt sich sonst niemand hin.' },
          ],
        },
        {
          daysAgo: 3,
          lines: [
            {
              by: 'wiebke',
              says: 'Leitungsauskunft: Bahnhof geht, aber zwei Meter weiter links. Meckingsen fällt weg, dort ist Privatgrund.',
            },
            {
              by: 'jana',
              says: 'Arnsberg überlegt, mit einer Bank in Wennigloh anzufangen. Habt ihr Erfahrungen mit steilen Straßen?',
            },
            {
              by: 'florian',
              says: 'Ja: immer **oberhalb** der Kurve, nicht in der Kurve. Und bergauf hält niemand gern bei Schnee.',
            },
            { by: 'jana', says: 'Danke, dann am Schützenplatz. Da kann man gut halten.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            { by: 'petra', says: 'Olpe, endgültig: Rathausvorplatz und Rhode, Ortsmitte.', edited: true },
            { by: 'florian', says: 'Rhode ist super, da fahren morgens alle durch.' },
            {
              by: 'wiebke',
              says: 'Ich habe eine Karte angelegt: https://karte.soest.example/mitfahrbank. Bitte schaut, ob eure Punkte stimmen.',
            },
            { by: 'jana', says: 'Wennigloh stimmt.' },
          ],
        },
      ],
    },
    {
      name: 'Schilder und Presse',
      visibility: 'open',
      days: [
        {
          daysAgo: 9,
          lines: [
            {
              by: 'mareike',
              says: 'Entwurf für das Schild, bitte ehrlich sein:\n\n> **Mitfahrbank**\n> Sie sitzen? Dann möchten Sie mit.\n> Sie fahren? Dann halten Sie an.',
            },
            {
              by: 'gerda',
              says: 'Verstehe ich sofort. Das Wort „Mobilitätsstation“ auf dem alten Schild hat niemand verstanden.',
            },
            {
              by: 'johannes',
              says: 'Sehr gut. Auf der Rückseite die drei Fragen, die alle haben: Kostet es etwas, bin ich versichert, ab welchem Alter?',
            },
            { by: 'mareike', says: 'Rückseite kommt. Und in Leichter Sprache, das lassen wir prüfen.' },
            {
              by: 'florian',
              says: 'Bitte mit Telefonnummer für Schäden. Nicht meine private, die steht leider auf den ersten drei.',
            },
          ],
        },
        {
          daysAgo: 4,
          lines: [
            { by: 'mareike', says: 'Die Besitzerin der Ziege hat zugesagt! Sie heißt Berta. Also die Ziege.' },
            { by: 'johannes', says: 'Dann Titel: „Berta fährt mit“?' },
            { by: 'mareike', says: 'Gekauft. Mitteilung geht am Montag an alle Redaktionen, Sperrfrist 10 Uhr.' },
            { by: 'gerda', says: 'Ich hänge sie auch im Bürgerbüro aus.' },
          ],
        },
        {
          daysAgo: 1,
          lines: [
            {
              by: 'mareike',
              says: 'Drei Anfragen bis jetzt: Lokalzeitung, Radio, und ein Fernsehteam möchte **mit der Ziege** drehen.',
            },
            { by: 'florian', says: 'Berta hat donnerstags Zeit.' },
            { by: 'johannes', says: 'Ich schreibe das so in den Terminplan: „Donnerstag, 14 Uhr, Berta“.' },
          ],
        },
      ],
    },
  ],
}
