/** A file a list may be in: more is no list of people. */
const MOST_BYTES = 1024 * 1024

/** The text of a file as Excel and mail programs write it. Undefined: too long for a list. */
export async function readListFile(file: File, mostLength: number): Promise<string | undefined> {
  if (file.size > MOST_BYTES) return undefined
  const text = decodeList(new Uint8Array(await file.arrayBuffer()))
  return text.length > mostLength ? undefined : text
}

/** UTF-8, or what Excel writes in Germany: Windows-1252 as CSV, UTF-16 as "Unicode-Text". */
function decodeList(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
