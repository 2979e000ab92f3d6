import type {} from '@fastify/cookie'
import type {} from '@fastify/swagger'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newSecret, isId } from '../../platform/ids.ts'
import { networkLine } from '../../platform/network-line.ts'
import type { Deps } from '../../realtime/feature.ts'
import { cookieCall } from '../../realtime/http-door.ts'
import { ATTEMPT_MS, isSecret } from './attempts.ts'
import { logOut } from './back-channel.ts'
import { finishSignIn, isTooMany, startSignIn, type Outcome } from './sign-in.ts'

/** A logout token is a few hundred bytes. */
const MOST_LOGOUT_BYTES = 16 * 1024

/** The doors browsers and providers come through. They are pages of a way, not commands: answered with where to go next. */
export function mountRoutes(http: FastifyInstance, deps: Deps): void {
  http.get<{ Params: { id: string }; Querystring: { to?: unknown } }>(
    '/api/sso/start/:id',
    { schema: { hide: true } },
    async (request, reply) => {
      const browser = keepBrowser(request, reply, deps)
      const { id } = request.params
      const { to } = request.query
      const outcome: Outcome = isId(id)
        ? await orTooMany(() =>
            startSignIn(deps, browser, {
              providerId: id,
              to: typeof to === 'string' ? to : undefined,
              line: networkLine(request.ip),
            }),
          )
        : { failure: 'notOffered' }
      return go(reply, deps, outcome)
    },
  )

  http.get('/api/sso/callback', { schema: { hide: true } }, async (request, reply) => {
    const url = new URL(request.url, deps.config.publicUrl)
    const browser = request.cookies[browserCookie(deps)]
    const call = cookieCall(request, reply, deps.config.publicUrl)
    const outcome = await orTooMany(() => finishSignIn(deps, browser, url, call))
    if (!('failure' in outcome)) void reply.clearCookie(browserCookie(deps), browserCookieSettings(deps))
    return go(reply, deps, outcome)
  })

  void http.register(async (scope) => mountBackChannel(scope, deps))
}

/** The provider itself calls, without a cookie and from no page: the token is all that counts. */
function mountBackChannel(scope: FastifyInstance, deps: Deps): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MOST_LOGOUT_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
  scope.post<{ Params: { id: string } }>(
    '/api/sso/backchannel-logout/:id',
    { schema: { hide: true }, bodyLimit: MOST_LOGOUT_BYTES },
    async (request, reply) => {
      const { id } = request.params
      const tokens = request.body instanceof URLSearchParams ? request.body.getAll('logout_token') : []
      const [token] = tokens
      const isDone =
        isId(id) &&
        tokens.length === 1 &&
        token !== undefined &&
        (await logOut(deps, id, token, networkLine(request.ip)))
      void reply.header('cache-control', 'no-store')
      return isDone ? reply.send() : reply.status(400).send({ error: 'invalid_request' })
    },
  )
}

async function orTooMany(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    if (isTooMany(error)) return { failure: 'tooMany' }
    throw error
  }
}

function go(reply: FastifyReply, { config }: Deps, outcome: Outcome): FastifyReply {
  void reply.header('cache-control', 'no-store')
  if (!('failure' in outcome)) return reply.redirect(outcome.to, 303)
  const page = new URL('/sign-in-failed', config.publicUrl)
  page.searchParams.set('why', outcome.failure)
  if (outcome.organisationId !== undefined) page.searchParams.set('organisation', outcome.organisationId)
  return reply.redirect(page.pathname + page.search, 303)
}

/** One secret per browser for all ways it is on, so that two tabs do not end each other's. */
function keepBrowser(request: FastifyRequest, reply: FastifyReply, deps: Deps): string {
  const known = request.cookies[browserCookie(deps)]
  const browser = isSecret(known) ? known : newSecret()
  void reply.setCookie(browserCookie(deps), browser, { ...browserCookieSettings(deps), maxAge: ATTEMPT_MS / 1_000 })
  return browser
}

/** With https no other host of the same domain can set it: nobody is sent on somebody else's way. */
function browserCookie({ config }: Deps): string {
  return config.publicUrl.protocol === 'https:' ? '__Host-allmende_sso' : 'allmende_sso'
}

function browserCookieSettings({ config }: Deps) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: config.publicUrl.protocol === 'https:' } as const
}
