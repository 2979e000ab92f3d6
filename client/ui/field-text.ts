/** What was written into the field `name` of a form, without the space around it. */
export function fieldText(fields: FormData, name: string): string {
  return rawFieldText(fields, name).trim()
}

/** Exactly what was written: for passwords, where a space is a character. */
export function rawFieldText(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}
