import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { distribution } from '../bootstrap/debian.mjs'
import { readIfThere } from '../bootstrap/places.mjs'
import { runQuietly } from '../bootstrap/run.mjs'

/**
 * Builds the distribution's own source of libsrtp 2 with OpenSSL's ciphers: its binary package uses NSS, which needs
 * two to five times the processor for the same packets. It is a matter of speed alone, so that without source packages
 * the binary one serves.
 * @returns {Promise<string | undefined>} the pkg-config directory of the library, or undefined where it cannot be had
 */
export async function buildSrtpLibrary(place, log) {
  const prefix = join(place.directory, 'libsrtp2')
  const packageConfig = join(prefix, 'lib', 'pkgconfig')
  if (existsSync(join(packageConfig, 'libsrtp2.pc'))) return packageConfig
  const work = join(place.directory, 'libsrtp2-source')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'lists', 'partial'), { recursive: true })
  try {
    const unpacked = await fetchSource(work, log)
    if (unpacked === undefined) return undefined
    const options = [
      '--buildtype',
      'release',
      '-Dcrypto-library=openssl',
      '-Dtests=disabled',
      '-Ddefault_library=static',
    ]
    const commands = [
      ['meson', 'setup', 'build', ...options, '--prefix', prefix, '--libdir', 'lib'],
      ['ninja', '-C', 'build', 'install'],
    ]
    for (const [program, ...args] of commands) {
      const { status, output } = await runQuietly(program, args, { cwd: unpacked })
      log(output)
      if (status !== 0) return undefined
    }
    return packageConfig
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** With package lists of its own: the machine's sources stay as they are, and no privilege is needed. */
async function fetchSource(work, log) {
  const sources = join(work, 'source.sources')
  writeFileSync(sources, sourceList())
  const apt = [
    '-qq',
    '-o',
    `Dir::Etc::sourcelist=${sources}`,
    '-o',
    'Dir::Etc::sourceparts=-',
    '-o',
    `Dir::State::lists=${work}/lists`,
    '-o',
    `Dir::Cache::pkgcache=${work}/pkgcache.bin`,
    '-o',
    `Dir::Cache::srcpkgcache=${work}/srcpkgcache.bin`,
    '-o',
    'APT::Sandbox::User=',
    '-o',
    'Acquire::Retries=1',
  ]
  const commands = [
    ['apt-get', ...apt, 'update'],
    ['apt-get', ...apt, 'source', '--download-only', 'libsrtp2'],
    ['sh', '-c', 'dpkg-source -x libsrtp2_*.dsc unpacked'],
  ]
  for (const [program, ...args] of commands) {
    const { status, output } = await runQuietly(program, args, { cwd: work, timeoutMs: 60_000 })
    log(output)
    if (status !== 0) return undefined
  }
  return join(work, 'unpacked')
}

/** The mirror that this machine already uses, asked for source packages. */
function sourceList() {
  const { id, version } = distribution()
  const text = readFileSync('/etc/os-release', 'utf8')
  const suite = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1] ?? version
  const keyring = `/usr/share/keyrings/${id}-archive-keyring.gpg`
  const component = id === 'ubuntu' ? 'universe' : 'main'
  return `Types: deb-src\nURIs: ${findMirror(id, suite)}\nSuites: ${suite}\nComponents: ${component}\nSigned-By: ${keyring}\n`
}

function findMirror(id, suite) {
  const deb822 = readIfThere(`/etc/apt/sources.list.d/${id}.sources`) ?? ''
  const paragraph = deb822.split(/\n\s*\n/).find((part) => new RegExp(`^Suites:.*\\b${suite}\\b(?!-)`, 'm').test(part))
  const lines = readIfThere('/etc/apt/sources.list') ?? ''
  return (
    /^URIs:\s*(\S+)/m.exec(paragraph ?? '')?.[1] ??
    new RegExp(`^deb(?:\\s+\\[[^\\]]*\\])?\\s+(\\S+)\\s+${suite}\\s`, 'm').exec(lines)?.[1] ??
    (id === 'ubuntu' ? 'http://archive.ubuntu.com/ubuntu' : 'http://deb.debian.org/debian')
  )
}
