import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../bootstrap/console.mjs'
import { runQuietly } from '../bootstrap/run.mjs'
import { isGoodWorker, recipeDirectory, source, version } from './place.mjs'
import { buildSrtpLibrary } from './srtp-library.mjs'

export const BUILD_PACKAGES = [
  'g++',
  'meson',
  'ninja-build',
  'pkg-config',
  'dpkg-dev',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  'flatbuffers-compiler-dev',
]

/**
 * Builds the worker from the source in mediasoup's npm package against the distribution's libraries.
 * An interrupted build goes on where it stopped.
 * @param {(done: number, total: number) => void} onProgress
 * @returns {Promise<'openssl' | 'nss'>} the library that ciphers the media
 */
export async function buildWorker(place, onProgress) {
  const work = join(place.directory, 'source')
  const headers = join(place.directory, 'headers')
  const log = (text) => writeFileSync(place.log, `${text}\n`, { flag: 'a' })
  const packageConfig = await buildSrtpLibrary(place, log)
  const run = (args, onLine) => runTool(args, { work, headers, packageConfig, log, place, onLine })

  if (!existsSync(join(work, 'prepared'))) {
    copySource(work)
    mkdirSync(headers, { recursive: true })
    // Empty while Meson tries the compiler; the real one needs headers that are generated later.
    writeFileSync(join(headers, 'precompiled.hpp'), '')
    await run([
      'meson',
      'setup',
      'build',
      '--buildtype',
      'release',
      '-Db_ndebug=true',
      '-Db_staticpic=false',
      '--wrap-mode=nodownload',
    ])
    await run(['ninja', '-C', 'build', 'fbs/FBS/message.h'])
    await precompile(work, headers, run)
    writeFileSync(join(work, 'prepared'), '')
  }
  await run(['nice', '-n', '5', 'ninja', '-C', 'build', 'mediasoup-worker'], (line) => {
    const [, done, total] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? []
    if (done) onProgress(Number(done), Number(total))
  })
  await install(work, place, run)
  rmSync(work, { recursive: true, force: true })
  rmSync(headers, { recursive: true, force: true })
  return packageConfig === undefined ? 'nss' : 'openssl'
}

function copySource(work) {
  rmSync(work, { recursive: true, force: true })
  cpSync(source, work, { recursive: true })
  const subprojects = join(work, 'subprojects')
  rmSync(subprojects, { recursive: true, force: true })
  cpSync(join(recipeDirectory, 'subprojects'), subprojects, { recursive: true })
  for (const patch of JSON.parse(readFileSync(join(recipeDirectory, 'patches.json'), 'utf8'))) applyPatch(work, patch)
}

/** Exactly one place, or the build ends: a patch that silently does nothing would make a worker that crashes. */
function applyPatch(work, { file, from, to, why }) {
  const path = join(work, file)
  const parts = readFileSync(path, 'utf8').split(from)
  if (parts.length !== 2)
    throw new Problem(
      `mediasoup ${version()} has changed ${file} where the build corrects it (${why}): read config/media-worker/patches.json again.`,
    )
  writeFileSync(path, parts.join(to))
}

/** With the very flags of an ordinary source file, or the compiler would not take it. */
async function precompile(work, headers, run) {
  const commands = JSON.parse(readFileSync(join(work, 'build', 'compile_commands.json'), 'utf8'))
  const { command } = commands.find(({ output }) => output === 'mediasoup-worker.p/src_Worker.cpp.o')
  const flags = command
    .split(' ')
    .filter(
      (flag, at, all) =>
        /^-(I|D|W|std|O|f|isystem)/.test(flag) && flag !== '-DMS_EXECUTABLE' && all[at - 1] !== '-include',
    )
  const header = join(headers, 'precompiled.hpp')
  copyFileSync(join(recipeDirectory, 'precompiled.hpp'), header)
  await run([
    'sh',
    '-c',
    'cd build && exec "$@"',
    'sh',
    'c++',
    ...flags,
    '-x',
    'c++-header',
    '-c',
    header,
    '-o',
    `${header}.gch`,
  ])
}

async function install(work, place, run) {
  const unfinished = `${place.binary}.${process.pid}`
  copyFileSync(join(work, 'build', 'mediasoup-worker'), unfinished)
  await run(['strip', unfinished])
  if (!isGoodWorker(unfinished))
    throw new Problem(`The media worker was built but does not start; ${place.log} tells how it was built.`)
  renameSync(unfinished, place.binary)
}

async function runTool([program, ...args], { work, headers, packageConfig, log, place, onLine }) {
  const env = {
    ...process.env,
    CXXFLAGS: `-include ${join(headers, 'precompiled.hpp')}`,
    ...(packageConfig === undefined ? {} : { PKG_CONFIG_PATH: packageConfig }),
  }
  const { status, output } = await runQuietly(program, args, { cwd: work, env, onLine })
  log(`$ ${program} ${args.join(' ')}\n${output}`)
  if (status === 0) return
  if (/No space left on device/.test(output))
    throw new Problem(`The disk that holds ${place.directory} is full: free some space and run the same command again.`)
  throw new Problem(`The media worker cannot be built: "${program}" failed. ${place.log} has its output.`)
}
