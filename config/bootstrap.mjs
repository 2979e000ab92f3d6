// Brings Node, packages, media worker, client and test tools up to date, then does what was asked:
// node config/bootstrap.mjs start | dev | test | check | bench | migration | format | prepare
// Plain JavaScript without dependencies, for any Node ≥ 18.
import { asProblem, Problem } from './bootstrap/console.mjs'
import { cache } from './bootstrap/places.mjs'
import { tasks } from './bootstrap/tasks.mjs'

const [name, ...args] = process.argv.slice(2)
try {
  const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined
  if (!task) throw new Problem(`There is no task "${name ?? ''}": choose one of ${Object.keys(tasks).join(', ')}.`)
  process.exitCode = await task(args)
} catch (error) {
  const problem = asProblem(error, error.path ?? cache)
  if (!(problem instanceof Problem)) throw problem
  process.stderr.write(`\n${problem.message}\n`)
  process.exitCode = 1
}
