/** A spreadsheet would take these for a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** Hands the links over as a file that Excel opens in Germany. */
export function downloadLinks(links: readonly { email: string; link: string }[], fileName: string): void {
  const lines = links.map(({ email, link }) => `${asCell(email)};${asCell(new URL(link, location.origin).href)}`)
  const file = new Blob([`\uFEFFE-Mail;Link\r\n${lines.join('\r\n')}\r\n`], { type: 'text/csv' })
  const address = URL.createObjectURL(file)
  const anchor = document.createElement('a')
  anchor.href = address
  anchor.download = fileName
  anchor.click()
  // Some browsers begin to read it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

function asCell(text: string): string {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}
