import { v7 } from 'uuid'
import { sessions } from '../../server/features/auth/tables.ts'
import { hashSecret, newSecret } from '../../server/platform/ids.ts'
import type { TestApp } from '../support/app.ts'
import { Door } from './door.ts'

const HOUR_MS = 60 * 60 * 1_000

/** Somebody with a session, past the way of signing in. */
export async function signInDirectly(app: TestApp, userId: string): Promise<Door> {
  const { db, clock } = app.app.deps
  const secret = newSecret()
  const expiresAt = new Date(clock.now().getTime() + HOUR_MS)
  await db.insert(sessions).values({ id: v7(), userId, secretHash: hashSecret(secret), expiresAt })
  return new Door(app, { cookie: `allmende_session=${secret}` })
}
