import { Problem } from './console.mjs'
import { runQuietly } from './run.mjs'

/** One more try, soon: npm's own patience with a dead registry is minutes. */
const ARGUMENTS = [
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--ignore-scripts',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
]

/** `npm ci` without install scripts. Throws a Problem that says what to do. */
export async function npmCi(directory, env) {
  const inner = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm']
  const [program, ...before] = inner
  const { status, output } = await runQuietly(program, [...before, 'ci', ...ARGUMENTS], { cwd: directory, env })
  if (status !== 0) throw new Problem(explain(status, output))
}

function explain(status, output) {
  if (status === 127)
    return 'npm is not installed: install it together with Node (https://nodejs.org) and run the same command again.'
  if (/ENOSPC|EDQUOT/.test(output)) return 'The disk is full: free some space and run the same command again.'
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(output))
    return 'The npm registry cannot be reached: check the network, or name a mirror with "npm config set registry <url>", and run the same command again.'
  if (/EACCES|EPERM|EROFS/.test(output))
    return 'npm may not write to this directory: correct the owner of the checkout and run the same command again.'
  const refused = /(E401|E403|E404|EINTEGRITY|EBADPLATFORM|EUSAGE)\b/.exec(output)
  const reason = output
    .split('\n')
    .filter((line) => /npm (error|ERR!)/i.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/i, ''))
  if (refused)
    return `npm refused a package (${refused[1]}): ${reason.find((line) => !line.startsWith('code')) ?? 'no reason given'}. Correct that, or ask your mirror's operator, and run the same command again.`
  return `npm could not install the packages: ${reason.slice(0, 3).join(' ') || output.trim().slice(-300)}`
}
