import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { say, step } from './console.mjs'
import { distribution, findProgram } from './debian.mjs'
import { cache } from './places.mjs'
import { runQuietly } from './run.mjs'

/** The server and what it is linked with; the program itself is in the tools. */
const PACKAGES = ['valkey-server', 'valkey-tools']
const PATIENCE_MS = 60_000

const home = join(cache, 'valkey')
const program = join(home, 'valkey-server')

/**
 * A Valkey server for the tests, not installed but unpacked into the cache. Nothing depends on it: without one the same tests run
 * with Redis alone.
 * @param {{ bring: boolean }} options whether to fetch it where there is none
 * @returns {Promise<string | undefined>} its path
 */
export async function findValkey({ bring }) {
  const found = process.env.VALKEY_SERVER_PATH || findProgram(['valkey-server']) || (existsSync(program) && program)
  if (found || !bring) return found || undefined
  try {
    return await step('Fetching Valkey for the tests', unpack)
  } catch (error) {
    say(`no Valkey: ${error.message}. The tests of the bus run with Redis alone.`)
    return undefined
  }
}

async function unpack() {
  const work = `${home}-${process.pid}`
  mkdirSync(join(work, 'lists', 'partial'), { recursive: true })
  try {
    await download(work)
    const { status, output } = await runQuietly('sh', ['-c', 'for deb in *.deb; do dpkg -x "$deb" unpacked; done'], {
      cwd: work,
    })
    if (status !== 0) throw new Error(output.trim().split('\n').at(-1))
    // One program under several names, as the package's own links have it.
    symlinkSync(join(home, 'usr', 'bin', 'valkey-check-rdb'), join(work, 'unpacked', 'valkey-server'))
    rmSync(home, { recursive: true, force: true })
    renameSync(join(work, 'unpacked'), home)
    const check = await runQuietly(program, ['--version'])
    if (check.status !== 0) throw new Error(`it does not start here (${check.output.trim().split('\n').at(-1)})`)
    return program
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** From the machine's own mirror: Debian 12 has it in its backports, later ones among the rest. */
async function download(work) {
  const options = ['-q', '-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::Retries=0']
  if (distribution().id === 'debian' && distribution().version === '12') {
    const mirror = await mirrorOf('bookworm')
    const list = join(work, 'sources.list')
    const key = '/usr/share/keyrings/debian-archive-keyring.gpg'
    writeFileSync(list, `deb [signed-by=${key}] ${mirror} bookworm-backports main\n`)
    options.push('-o', `Dir::Etc::SourceList=${list}`, '-o', 'Dir::Etc::SourceParts=/dev/null')
    options.push('-o', `Dir::State::Lists=${join(work, 'lists')}`, '-o', `Dir::Cache=${work}`)
    await apt([...options, 'update'], work)
  }
  await apt([...options, 'download', ...PACKAGES], work)
}

async function apt(args, cwd) {
  const { status, output } = await runQuietly('apt-get', args, { cwd, timeoutMs: PATIENCE_MS })
  if (status === 0) return
  const reason = output.split('\n').find((line) => line.startsWith('E: '))
  throw new Error(reason?.slice(3) ?? 'this machine has no package of it')
}

async function mirrorOf(suite) {
  const format = ['--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages']
  const { output } = await runQuietly('apt-get', ['indextargets', ...format])
  const line = output.split('\n').find((text) => text.endsWith(` ${suite}`))
  if (!line) throw new Error('the package mirror of this machine is unknown')
  return line.split(' ')[0]
}
