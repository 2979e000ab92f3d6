// Loaded before anything is drawn, so that nobody sees the wrong theme flash up. A file of its own because the
// content security policy allows no script inside the page. Keys as in theme/theme.ts and i18n/language.ts.
document.documentElement.dataset.theme = localStorage.getItem('allmende.theme') ?? 'system'
document.documentElement.lang =
  localStorage.getItem('allmende.language') ??
  navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'de' || tag === 'en') ??
  'de'
