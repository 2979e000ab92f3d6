import { startApp, startNode, type TestApp, type TestNode } from './app.ts'
import { Town } from './town.ts'

interface TwoNodes {
  here: TestApp
  there: TestNode
  town: Town
  close(): Promise<void>
}

/** A cluster of two nodes on one fresh database, behind the Redis at this address, and its first administrator. */
export async function startTwoNodes(redisUrl: string): Promise<TwoNodes> {
  const config = { redisUrl }
  const here = await startApp({ config })
  const there = await startNode(here.database, { config, clock: here.clock })
  const town = await Town.found(here)
  return {
    here,
    there,
    town,
    async close() {
      await there.close()
      await here.close()
    },
  }
}
