import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { Provider } from 'oidc-provider'
import type { Order, Setting } from './messages.ts'

/** Stands for the address that is known only after the provider was entered. */
const LOGOUT_URI = 'http://localhost:3000/logout'

const setting = JSON.parse(process.argv[2] ?? '') as Setting
const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
const foreign = await generateKeyPair('RS256')
const jwk = { ...(await exportJWK(privateKey)), kid: 'key', use: 'sig', alg: 'RS256' }
void publicKey

let people: Record<string, Record<string, unknown>> = {}
let twist: Extract<Order, { do: 'twist' }> = { do: 'twist', claims: null }
let logoutAt: string | undefined

const withoutGuard = { dispatcher: undefined } as object

const provider = new Provider(setting.issuer, {
  clients: [
    {
      client_id: setting.clientId,
      client_secret: setting.clientSecret,
      redirect_uris: [setting.redirectUri],
      backchannel_logout_uri: LOGOUT_URI,
      backchannel_logout_session_required: true,
    },
  ],
  jwks: { keys: [jwk] },
  cookies: { keys: ['only for tests'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  conformIdTokenClaims: !setting.claimsInToken,
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context: { body: unknown }, form: string) => {
        context.body = page(
          'Abmelden',
          `${form}<button form="op.logoutForm" name="logout" value="yes">Ja, abmelden</button>`,
        )
      },
    },
  },
  interactions: { url: (_context: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
  findAccount: (_context: unknown, id: string) =>
    people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  loadExistingGrant: grantAll,
  // Its own protection refuses loopback, where everything is here.
  fetch: (url: URL, options: object) =>
    fetch(String(url) === LOGOUT_URI && logoutAt !== undefined ? logoutAt : url, { ...options, ...withoutGuard }),
})

interface Granting {
  oidc: {
    session: { accountId: string }
    client: { clientId: string }
    provider: { Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> } }
  }
}

/** The town has agreed for its people. */
async function grantAll({ oidc }: Granting): Promise<unknown> {
  const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId })
  grant.addOIDCScope('openid email profile groups')
  await grant.save()
  return grant
}

provider.use(async (context, next) => {
  await next()
  const { body } = context
  if (context.path !== '/token' || !twist.claims || typeof body !== 'object' || body === null) return
  if (!('id_token' in body) || typeof body.id_token !== 'string') return
  const claims = { ...decodeJwt(body.id_token), ...twist.claims }
  const kept = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
  body.id_token = await sign({ ...decodeProtectedHeader(body.id_token) }, kept, twist.foreignKey)
})

function sign(
  header: Record<string, unknown>,
  claims: Record<string, unknown>,
  foreignKey: boolean | undefined,
): Promise<string> {
  const key: CryptoKey = foreignKey === true ? foreign.privateKey : privateKey
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key', ...header }).sign(key)
}

const answer = provider.callback()
const server = createServer({ key: setting.key, cert: setting.certificate }, (request, response) => {
  const work = request.url?.startsWith('/interaction/') ? interact(request, response) : answer(request, response)
  work.catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    response.writeHead(500).end()
  })
})

async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    const fields = new URLSearchParams(await text(request))
    const accountId = fields.get('login') ?? ''
    const result = people[accountId]
      ? { login: { accountId } }
      : { error: 'access_denied', error_description: 'cancelled' }
    return provider.interactionFinished(request, response, result)
  }
  const form = '<form method="post"><label>Benutzername <input name="login"></label><button>Weiter</button></form>'
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(page('Anmeldung der Stadt', form))
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="de"><meta charset="utf-8"><title>${title}</title><main><h1>${title}</h1>${body}</main>`
}

process.on('message', ({ id, order }: { id: number; order: Order }) => {
  void obey(order).then((result) => process.send?.({ id, result }))
})

async function obey(order: Order): Promise<string | null> {
  switch (order.do) {
    case 'people':
      people = order.people
      return null
    case 'twist':
      twist = order
      return null
    case 'logoutAt':
      logoutAt = order.url
      return null
    case 'sign':
      return sign(order.header, order.claims, order.foreignKey)
    default:
      return order satisfies never
  }
}

process.on('disconnect', () => process.exit(0))
server.listen(setting.port, '127.0.0.1', () => process.send?.({ ready: true }))
