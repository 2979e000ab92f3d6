import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'

export interface Route {
  readonly path: string
  readonly method: string
}

/** Begins to note every route of every node that is made from now on, as the framework registers it. */
export function noteRoutes(): { routes: Route[]; stop: () => void } {
  const routes: Route[] = []
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ url, method }) => {
      for (const one of [method].flat()) routes.push({ path: url, method: one })
    })
  }
  subscribe('fastify.initialization', listen)
  return { routes, stop: () => void unsubscribe('fastify.initialization', listen) }
}
