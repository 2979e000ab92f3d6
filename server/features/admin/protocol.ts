import { Type, type Static } from 'typebox'
import { command } from '#wire/command'
import { Uuid } from '#wire/ids'

/** What whoever runs the installation should look at, the most urgent first. */
export const HINTS = [
  'database.clock', // the clocks of server and database are apart
  'redis.away',
  'jobs.stuck', // much waits, and has waited for long
  'jobs.failed',
  'media.failed',
  'disk.low',
  'url.plain', // without TLS: no camera, no microphone, no secure cookie
  'url.local', // only this machine reaches it
  'mail.none',
  'mail.sender', // mail would come from an address nobody can have
] as const
export const Hint = Type.Enum([...HINTS])
export type Hint = Static<typeof Hint>

export const Health = Type.Object({
  version: Type.String(),
  origin: Type.String(),
  database: Type.Object({
    version: Type.String(),
    isEmbedded: Type.Boolean(),
    /** How far its clock is ahead of the server's, in milliseconds; negative: behind. */
    clockAheadMs: Type.Integer(),
  }),
  /** `none`: one node needs none. */
  redis: Type.Enum(['none', 'ok', 'away']),
  /** Nodes that are connected, this one among them. */
  nodes: Type.Integer(),
  jobs: Type.Object({
    waiting: Type.Integer(),
    running: Type.Integer(),
    failed: Type.Integer(),
    /** How long the first in the queue has waited; null: nothing waits. */
    oldestWaitingMs: Type.Union([Type.Integer(), Type.Null()]),
  }),
  media: Type.Enum(['ready', 'preparing', 'failed']),
  hints: Type.Array(Hint),
})
export type Health = Static<typeof Health>

/** How database, bus, jobs and settings of the installation are. Nothing about people. */
export const ReadHealth = command('admin.readHealth', 'installation.manage', Type.Object({}), Health)

export const STORED_KINDS = ['messages', 'rooms', 'accounts', 'meetings', 'audit', 'jobs', 'other'] as const
export const StoredKind = Type.Enum([...STORED_KINDS])
export type StoredKind = Static<typeof StoredKind>

export const Storage = Type.Object({
  database: Type.Object({
    bytes: Type.Integer(),
    kinds: Type.Array(Type.Object({ kind: StoredKind, bytes: Type.Integer() })),
    /** Whether it lies on the disk below. */
    isEmbedded: Type.Boolean(),
  }),
  /** Where DATA_DIR lies; null: there is nothing of this installation on this node's disk. */
  disk: Type.Union([
    Type.Object({ totalBytes: Type.Integer(), freeBytes: Type.Integer(), isLow: Type.Boolean() }),
    Type.Null(),
  ]),
})
export type Storage = Static<typeof Storage>

/** How much is stored of each kind, in the whole installation, and how much room is left. */
export const ReadStorage = command('admin.readStorage', 'installation.manage', Type.Object({}), Storage)

export const MediaWorker = Type.Object({
  port: Type.Integer(),
  /** `restarting`: it died and is started again; its meetings have moved. */
  state: Type.Enum(['running', 'restarting']),
  load: Type.Enum(['idle', 'light', 'busy', 'full']),
  meetings: Type.Integer(),
})
export type MediaWorker = Static<typeof MediaWorker>

export const MediaNode = Type.Object({
  id: Uuid,
  isThisNode: Type.Boolean(),
  state: Type.Enum(['ready', 'preparing', 'failed', 'silent']),
  workers: Type.Array(MediaWorker),
})
export type MediaNode = Static<typeof MediaNode>

/** The media workers of every node: whether they run and how much they carry, not for whom. */
export const ReadMediaWorkers = command(
  'admin.readMediaWorkers',
  'installation.manage',
  Type.Object({}),
  Type.Object({ nodes: Type.Array(MediaNode) }),
)

export const MailSettings = Type.Object({
  isConfigured: Type.Boolean(),
  /** Who mail comes from. */
  from: Type.String(),
  /** Where a test goes: the caller's own address. */
  to: Type.String(),
  /** The mail server by name, without user and password; null: none. */
  server: Type.Union([
    Type.Object({ host: Type.String(), port: Type.Integer(), isEncrypted: Type.Boolean() }),
    Type.Null(),
  ]),
})

export const ReadMailSettings = command('admin.readMailSettings', 'installation.manage', Type.Object({}), MailSettings)

export const MAIL_OUTCOMES = [
  'sent',
  'unreachable',
  'timeout',
  'encryption',
  'signIn',
  'sender',
  'recipient',
  'refused',
] as const
export const MailOutcome = Type.Enum([...MAIL_OUTCOMES])
export type MailOutcome = Static<typeof MailOutcome>

/** Sends a test mail to the caller's own address and says what came of it. Without a mail server: `unavailable`. */
export const SendTestMail = command(
  'admin.sendTestMail',
  'installation.manage',
  Type.Object({}),
  Type.Object({
    outcome: MailOutcome,
    /** What the server, or the line to it, said; null: it took the mail. */
    answer: Type.Union([Type.String(), Type.Null()]),
  }),
)
