import { Problem } from './console.mjs'
import { distribution, findProgram, installPackages } from './debian.mjs'
import { findValkey } from './valkey.mjs'

/**
 * Chromium, a Redis server and OpenSSL, for certificates, from the distribution, and Valkey where it can be had.
 * @returns {Promise<Record<string, string>>} the environment that names them
 */
export async function ensureTestTools({ browser }) {
  const wanted = [
    ...(browser
      ? [{ key: 'CHROMIUM_PATH', programs: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium' }]
      : []),
    { key: 'REDIS_SERVER_PATH', programs: ['redis-server', 'valkey-server'], package: 'redis-server' },
    { key: 'OPENSSL_PATH', programs: ['openssl'], package: 'openssl' },
  ]
  const missing = wanted.filter(({ key, programs }) => !process.env[key] && !findProgram(programs))
  // Ubuntu's package of the browser only leads to a snap, which does not run everywhere.
  const onUbuntu = distribution().id === 'ubuntu' ? { chromium: 'chromium-browser' } : {}
  if (missing.length > 0)
    await installPackages(
      missing.map((tool) => onUbuntu[tool.package] ?? tool.package),
      'Tests',
    )
  const valkey = await findValkey({ bring: browser })
  return {
    ...Object.fromEntries(wanted.map(({ key, programs }) => [key, process.env[key] || located(key, programs)])),
    ...(valkey ? { VALKEY_SERVER_PATH: valkey } : {}),
  }
}

function located(key, programs) {
  const path = findProgram(programs)
  if (path) return path
  throw new Problem(`The tests need ${programs[0]}: install it and name it in ${key}.`)
}
