import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { slotOf } from '../../server/platform/redis-slots.ts'
import { eventually } from './eventually.ts'
import { freePort } from './ports.ts'
import { REDIS_PROGRAM, startRedis, withRedis, type TestRedis } from './redis.ts'

const MASTERS = 3
const SLOTS = 16_384
/** After so long a node counts as failed, and its replica takes over. */
const NODE_TIMEOUT_MS = 1_000

interface Member {
  server: TestRedis
  id: string
  port: number
  directory: string
  settings: readonly string[]
}

/** A real cluster of three masters on loopback. */
export class TestCluster {
  readonly #program: string
  readonly #members: Member[] = []

  private constructor(program: string) {
    this.#program = program
  }

  static async start(program: string = REDIS_PROGRAM): Promise<TestCluster> {
    const cluster = new TestCluster(program)
    for (let index = 0; index < MASTERS; index++) await cluster.#addMember()
    await Promise.all(
      cluster.#members.map(({ port }, index) => {
        const from = Math.ceil((index * SLOTS) / MASTERS)
        const to = Math.ceil(((index + 1) * SLOTS) / MASTERS) - 1
        return withRedis(port, (redis) => redis.cluster('ADDSLOTSRANGE', from, to))
      }),
    )
    await cluster.#agreed()
    return cluster
  }

  /** As an operator would write it. */
  get url(): string {
    return `redis://${this.#members.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
  }

  get ports(): number[] {
    return this.#members.map(({ port }) => port)
  }

  /** The port of the master that carries a channel, as the cluster itself sees it. */
  async masterOf(channel: string): Promise<number> {
    const slot = slotOf(channel)
    const alive = this.#members.find(({ server }) => server.running)
    if (!alive) throw new Error('no node runs')
    const ranges = await withRedis(alive.port, (redis) => redis.cluster('SLOTS'))
    const range = ranges.find(([from, to]) => from <= slot && slot <= to)
    const master = range?.[2]
    if (!master) throw new Error('nobody carries the slot')
    return master[1]
  }

  async moveSlot(channel: string, toPort: number): Promise<void> {
    const slot = slotOf(channel)
    const from = this.#member(await this.masterOf(channel))
    const to = this.#member(toPort)
    await withRedis(to.port, (redis) => redis.cluster('SETSLOT', slot, 'IMPORTING', from.id))
    await withRedis(from.port, (redis) => redis.cluster('SETSLOT', slot, 'MIGRATING', to.id))
    for (const { port } of [to, from]) await withRedis(port, (redis) => redis.cluster('SETSLOT', slot, 'NODE', to.id))
  }

  /** A replica of a master, ready to take over. */
  async addReplica(masterPort: number): Promise<void> {
    const { port } = await this.#addMember()
    await this.#agreed()
    await withRedis(port, async (redis) => {
      await redis.cluster('REPLICATE', this.#member(masterPort).id)
      await eventually(async () => {
        const role = await redis.info('replication')
        if (!role.includes('master_link_status:up')) throw new Error('not yet a replica')
      }, 10_000)
    })
  }

  async kill(port: number): Promise<void> {
    await this.#member(port).server.stop()
  }

  /** Starts a killed node again, with what it knew of the cluster. */
  async revive(port: number): Promise<void> {
    const member = this.#member(port)
    const { directory, settings } = member
    member.server = await startRedis(port, { program: this.#program, directory, settings })
    await this.#agreed()
  }

  async stop(): Promise<void> {
    for (const { server, directory } of this.#members) {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    }
  }

  async #addMember(): Promise<Member> {
    const [port, busPort] = [await freePort(), await freePort()]
    const directory = await mkdtemp(join(tmpdir(), 'allmende-redis-'))
    const settings = Object.entries({
      'cluster-enabled': 'yes',
      'cluster-port': String(busPort),
      'cluster-node-timeout': String(NODE_TIMEOUT_MS),
      'repl-diskless-sync-delay': '0',
    }).flatMap(([name, value]) => [`--${name}`, value])
    const server = await startRedis(port, { program: this.#program, directory, settings })
    const id = await withRedis(port, (redis) => redis.cluster('MYID'))
    const [first] = this.#members
    if (first) await withRedis(first.port, (redis) => redis.cluster('MEET', '127.0.0.1', port, busPort))
    const member = { server, id, port, directory, settings }
    this.#members.push(member)
    return member
  }

  /** Everybody knows everybody, and all slots are carried. */
  async #agreed(): Promise<void> {
    for (const { port } of this.#members) {
      await eventually(async () => {
        const info = await withRedis(port, (redis) => redis.cluster('INFO'))
        if (!info.includes('cluster_state:ok') || !info.includes(`cluster_known_nodes:${this.#members.length}`))
          throw new Error(`no cluster yet: ${info}`)
      }, 20_000)
    }
  }

  #member(port: number): Member {
    const member = this.#members.find((known) => known.port === port)
    if (!member) throw new Error('not a node of this cluster')
    return member
  }
}
