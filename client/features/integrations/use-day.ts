import { useLanguage } from '../../i18n/language.ts'

/** `2026-11-24` or a moment → `24. November 2026`. */
export function useDay(): (day: string) => string {
  const language = useLanguage()
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'long' })
  return (day) => format.format(new Date(day))
}
