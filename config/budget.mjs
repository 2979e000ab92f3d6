// Fails when the code that people wait for grows over its budget, or when the code of calls gets into it.
// Reads the manifest of the built client; sizes are what travels: gzip, level 9.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** Sign-in and room list together, in bytes. */
const BUDGET_BYTES = 160_000
const dist = fileURLToPath(new URL('../client/dist/', import.meta.url))
const manifestPath = `${dist}.vite/manifest.json`

/** The pages of the first minute, by the files their features load. */
const FIRST_PAGES = [
  /features\/auth\/sign-in-page\.tsx$/,
  /features\/projects\/[a-z-]*(?:overview|home|projects)-page\.tsx$/,
]

/** Words only the call library contains. */
const CALL_CODE = /mediasoup/

if (!existsSync(manifestPath))
  fail('There is no built client. Build it first: npx vite build --config config/vite.config.ts')
/** @type {Record<string, { file: string, src?: string, isEntry?: boolean, imports?: string[], dynamicImports?: string[] }>} */
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'))

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
if (!entry) fail('The manifest has no entry.')
const firstPages = Object.keys(manifest).filter((key) => FIRST_PAGES.some((page) => page.test(key)))
const first = closure([entry, ...firstPages])
const call = Object.values(manifest).filter(({ file }) => file.endsWith('.js') && CALL_CODE.test(read(file)))

report('entry', closure([entry]))
for (const page of firstPages) report(`with ${page}`, closure([entry, page]))
report('sign-in and room list', first)
for (const { file } of call) console.log(`  call code in ${file}: ${kilobytes(size(file))}`)

const total = sum(first)
if (total > BUDGET_BYTES)
  fail(`Sign-in and room list need ${kilobytes(total)} of JavaScript, allowed are ${kilobytes(BUDGET_BYTES)}.`)
const leaked = call.find(({ file }) => first.has(file))
if (leaked) fail(`The code of calls got into what everybody loads first: ${leaked.file}`)
if (firstPages.length < FIRST_PAGES.length) fail('The sign-in page or the room list was not found; see FIRST_PAGES.')
console.log(`Within the budget: ${kilobytes(total)} of ${kilobytes(BUDGET_BYTES)}.`)

/** Every file that is loaded with these, the static imports of static imports included. */
function closure(keys, files = new Set()) {
  for (const key of keys) {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) continue
    files.add(chunk.file)
    closure(chunk.imports ?? [], files)
  }
  return files
}

function report(name, files) {
  console.log(`${name}: ${kilobytes(sum(files))} in ${files.size} files`)
}

function sum(files) {
  return [...files].reduce((bytes, file) => bytes + size(file), 0)
}

function size(file) {
  return gzipSync(read(file), { level: 9 }).length
}

function read(file) {
  return readFileSync(dist + file, 'utf8')
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`
}

function fail(reason) {
  console.error(reason)
  process.exit(1)
}
