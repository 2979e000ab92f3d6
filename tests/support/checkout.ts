import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

const ROOT = new URL('../..', import.meta.url).pathname

export interface Ended {
  status: number | null
  output: string
}

export interface Checkout {
  directory: string
  /** The cache of this checkout alone. */
  cache: string
  write(path: string, content: string): void
  /** A program of that name that is found before the machine's own. */
  program(name: string, script: string): void
  /** Runs a script of the checkout by this Node. */
  node(args: string[], env?: Record<string, string>): Promise<Ended>
  remove(): void
}

/** A fresh clone without packages: what the first command on a new machine finds. */
export function makeCheckout(): Checkout {
  const directory = mkdtempSync(join(tmpdir(), 'allmende-checkout-'))
  const cache = join(directory, 'cache')
  const programs = join(directory, 'programs')
  chmodSync(directory, 0o755)
  mkdirSync(programs)
  for (const name of ['config', 'package.json', 'package-lock.json']) {
    cpSync(join(ROOT, name), join(directory, name), { recursive: true })
  }

  function write(path: string, content: string): void {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), content)
  }

  return {
    directory,
    cache,
    write,
    program(name, script) {
      write(join('programs', name), `#!/bin/sh\n${script}\n`)
      chmodSync(join(programs, name), 0o755)
    },
    node(args, env = {}) {
      const inherited = Object.entries(process.env).filter(([key]) => !/^(npm_|MEDIASOUP_|VITEST)/.test(key))
      const child = spawn(process.execPath, args, {
        cwd: directory,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...Object.fromEntries(inherited),
          ALLMENDE_CACHE: cache,
          PATH: [programs, process.env['PATH']].join(delimiter),
          ...env,
        },
      })
      return new Promise((resolve) => {
        let output = ''
        const take = (chunk: Buffer): void => void (output += chunk.toString())
        child.stdout.on('data', take)
        child.stderr.on('data', take)
        child.once('close', (status) => resolve({ status, output }))
      })
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
