/*
 * Loaded into a server process that shall have a bug: rewrites single places of the product's source while it is loaded. Fails
 * loudly when such a place is no longer there.
 */
import { registerHooks } from 'node:module'
import { PLANTS } from '../plants.ts'

const root = new URL('../../../', import.meta.url).href
const plant = PLANTS[process.env['FAULTS_PLANT'] ?? '']
if (!plant) throw new Error('FAULTS_PLANT names no plant')
const unused = new Set(plant.edits)

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const edits = plant.edits.filter(({ file }) => url === root + file)
    if (edits.length === 0) return loaded
    let source = Buffer.from(loaded.source as Uint8Array).toString('utf8')
    for (const edit of edits) {
      if (source.split(edit.find).length !== 2) throw new Error(`${edit.file} has no single "${edit.find}" any more`)
      source = source.replace(edit.find, () => edit.replace)
      unused.delete(edit)
    }
    return { ...loaded, source }
  },
})

// By the time somebody connects, everything was loaded.
setTimeout(() => {
  for (const { file } of unused) throw new Error(`${file} was never loaded: the bug is not planted`)
}, 15_000).unref()
