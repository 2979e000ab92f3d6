import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import { LIMITS } from '#wire/limits'

/** Swagger UI writes its styles into the page; everything else of it comes from our own files. */
const DOCUMENTATION_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

/** Cookies, security headers, the socket and the documentation, each with our options. */
export async function registerPlugins(http: FastifyInstance, publicUrl: URL): Promise<void> {
  await http.register(cookie)
  await http.register(helmet, securityHeaders(publicUrl))
  await http.register(websocket, {
    options: { maxPayload: LIMITS.frameBytes, perMessageDeflate: false, autoPong: false },
    // Too large or broken frames: the socket closes itself with the right code, and nobody needs to be woken up.
    errorHandler: (error, socket, request) => {
      request.log.debug({ err: error }, 'a socket broke the protocol')
      if (socket.readyState === socket.OPEN) socket.terminate()
    },
    // Sockets are told to come back by the gateway; the plugin's own closing would cut them without a word.
    preClose: (done) => {
      for (const socket of http.websocketServer.clients) socket.close(1001)
      http.websocketServer.close(() => done())
    },
  })
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Allmende',
        version: '1',
        description:
          'Every command: `POST /api/<command>` with the session cookie, or a `call` frame on the socket. Programs: with `Authorization: Bearer <token>` where `token` is named, and only what the token may.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'allmende_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }],
    },
  })
  // The validator would be asked at a foreign host.
  await http.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: DOCUMENTATION_POLICY,
    // Closed: with all of them open the page takes long to draw.
    uiConfig: { validatorUrl: null, docExpansion: 'none' },
  })
}

/** Nothing from anywhere else, nothing inline, no framing; camera, microphone and screen for our own pages only. */
function securityHeaders(publicUrl: URL) {
  const secure = publicUrl.protocol === 'https:'
  const socket = `${secure ? 'wss' : 'ws'}://${publicUrl.host}`
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", socket],
        mediaSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  } as const
}
