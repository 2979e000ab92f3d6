import { currentLanguage, type Language } from './language.ts'

/** A moment as the wire has it (ISO 8601 in UTC), or a Date. Everything is shown in the time zone of the browser. */
type Moment = Date | string

/** English is written as in Europe: day before month, 24 hours. */
const LOCALES: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' }

const formats = new Map<string, Intl.DateTimeFormat>()

/** 9:05 → `09:05` */
export function formatTime(moment: Moment): string {
  return dateFormat({ hour: '2-digit', minute: '2-digit' }).format(asDate(moment))
}

/** `Heute`, `Gestern`, `Montag, 23. November`, and with the year where it is not this one. */
export function formatDay(moment: Moment, now: Date = new Date()): string {
  const date = asDate(moment)
  const days = daysBetween(date, now)
  if (days === 0 || days === 1) {
    return capitalised(new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-days, 'day'))
  }
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return dateFormat({ weekday: 'long', day: 'numeric', month: 'long', ...year }).format(date)
}

/** `Dienstag, 24. November 2026 um 09:05` */
export function formatDateTime(moment: Moment): string {
  return dateFormat({ dateStyle: 'full', timeStyle: 'short' }).format(asDate(moment))
}

/** `Arnsberg, Olpe und Soest` */
export function formatList(words: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(words)
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale()).format(value)
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `3,4 MB`, in steps of 1000. */
export function formatBytes(bytes: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: BYTE_UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: bytes / 1000 ** step < 10 && step > 0 ? 1 : 0,
  }).format(bytes / 1000 ** step)
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** How long something takes or took, in its two largest units: `45 Sek.`, `12 Min.`, `1 Std., 5 Min.` */
export function formatDuration(durationMs: number): string {
  const hours = Math.floor(durationMs / HOUR_MS)
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS)
  const seconds = Math.floor((durationMs % MINUTE_MS) / SECOND_MS)
  if (hours > 0) return minutes === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')}, ${unit(minutes, 'minute')}`
  return minutes > 0 ? unit(minutes, 'minute') : unit(seconds, 'second')
}

function unit(value: number, name: 'hour' | 'minute' | 'second'): string {
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
}

function locale(): string {
  return LOCALES[currentLanguage()]
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(locale(), options)
  formats.set(key, format)
  return format
}

function asDate(moment: Moment): Date {
  return typeof moment === 'string' ? new Date(moment) : moment
}

/** Whole calendar days, so that 23:59 and 00:01 are a day apart, also across a change of the clocks. */
function daysBetween(earlier: Date, later: Date): number {
  return (midnight(later) - midnight(earlier)) / (24 * HOUR_MS)
}

function midnight(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
}

function capitalised(word: string): string {
  return word.charAt(0).toLocaleUpperCase(locale()) + word.slice(1)
}
