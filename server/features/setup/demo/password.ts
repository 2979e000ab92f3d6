import { randomInt } from 'node:crypto'

/** Short words that everybody spells alike on every keyboard: no umlauts, no y and z. */
const WORDS = `
  acker adler ahorn allee amsel anker apfel arena balken bambus becher beere berg besen birke birne blatt blume bogen
  boot brief brot brunnen buche busch dach damm dorf dose eiche eimer eisen elster erbse erde erle esel eule fahne
  falke farbe farn feder feld fenster ferien fichte fink fisch flagge fluss forelle furt garten gasse glocke gras
  hafen hafer hagel halm hammer hase hecke herbst himmel hirsch hof holunder honig hummel igel insel kanne kastanie
  kiesel kirsche klee kohle koffer korb kranich krug kuchen laden lampe laterne laub leiter lerche linde luchs
  markt meise minute mond moos morgen nadel nebel nest otter paddel pappel pilger rabe rathaus regen reiher
  rose ruder sahne sand segel silber sommer specht stern storch tanne teich tulpe ufer ulme wagen wald weide
  wiese winter wolke
`
  .trim()
  .split(/\s+/)

/** A password of this installation's example, easy to type: three words and a number, more than 30 bits. */
export function newDemoPassword(): string {
  const words = Array.from({ length: 3 }, () => WORDS[randomInt(WORDS.length)])
  return [...words, randomInt(1_000, 10_000)].join('-')
}
