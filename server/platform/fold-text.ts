/**
 * How names are compared when somebody searches: in lower case, without accents, in two spellings, because a German types both
 * `Muller` and `Mueller` for Müller. The columns `users.sort_name` and `users.search_text` hold the same, made by the database.
 */
export function foldText(text: string): { plain: string; german: string } {
  return { plain: withoutMarks(text), german: withoutMarks(spelledOut(text)) }
}

function spelledOut(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue')
}

function withoutMarks(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
}
