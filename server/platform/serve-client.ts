import fastifyStatic from '@fastify/static'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '#wire/refusal'

const YEAR_SECONDS = 31_536_000

/** Serves the built client: hashed files for ever, the page itself always fresh. Every page path gives the one page. */
export async function serveClient(http: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`no built client in ${folder}`)
  await http.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      const hashed = path.includes('/assets/')
      response.header('cache-control', hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache')
    },
  })
  http.get('/', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'))
  http.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && !request.url.startsWith('/api/') && !request.url.startsWith('/assets/')
    if (!page) throw new Refusal('not_found', 'no such page')
    return reply.sendFile('index.html')
  })
}
