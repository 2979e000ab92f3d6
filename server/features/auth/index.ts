import {
  MeChanged,
  ChangePassword,
  ReadWelcomeLink,
  SignIn,
  SignOut,
  UpdateMe,
  UseWelcomeLink,
  WhoAmI,
} from '#protocol/auth'
import type { Feature } from '../../realtime/feature.ts'
import { finishRecording } from './audit.ts'
import { privacy } from './privacy.ts'
import { registerReset } from './reset.ts'
import { findActor, stillOpen, sweepExpired } from './sessions.ts'
import { changePassword, readWelcomeLink, signIn, signOut, updateMe, useWelcomeLink, whoAmI } from './sign-in.ts'

export {
  countUsers,
  createProgramAccount,
  createUser,
  findUserByEmail,
  hasArrived,
  holdActive,
  issueWelcomeLink,
  lockUser,
  markSsoUser,
  setUserActive,
  type NewUser,
} from './accounts.ts'
export { findOrganisationsBy, recordFailedSignIn, recordForAccount } from './audit.ts'
export { refusePasswords } from './password-rules.ts'
export { hashPassword } from './passwords.ts'
export { beginSession, readMe } from './sign-in.ts'
export { endSessions } from './sessions.ts'
export { personEmail, sessions, users } from './tables.ts'

/** Who somebody is: accounts, passwords, sessions. */
export const auth: Feature = {
  name: 'auth',
  privacy,
  register(registry, deps) {
    registry.sessions('person', {
      findActor: (secret) => findActor(deps, secret),
      stillOpen: (ids) => stillOpen(deps, ids),
    })
    registry.handleOpen(SignIn, (_actor, input, call) => signIn(deps, input, call))
    registry.handleOpen(SignOut, (actor, _input, call) => signOut(deps, actor, call))
    registry.handleOpen(WhoAmI, (actor, _input, call) => whoAmI(deps, actor, call))
    registry.handleOpen(ReadWelcomeLink, (_actor, { token }, call) => readWelcomeLink(deps, token, call))
    registry.handleOpen(UseWelcomeLink, (_actor, input, call) => useWelcomeLink(deps, input, call))
    registry.handle(UpdateMe, (actor, input) => updateMe(deps, actor, input))
    registry.handle(ChangePassword, (actor, input) => changePassword(deps, actor, input))
    registerReset(registry, deps)
    registry.emits(MeChanged)
    registry.topics({
      prefix: 'user',
      authorise: async ({ userId }, ids) =>
        new Map(ids.filter((id) => id === userId).map((id) => [id, { version: 0, membership: 0 }])),
    })
    finishRecording(registry, deps)
    deps.jobs.define('auth.sweepExpired', () => sweepExpired(deps), { schedule: '*/15 * * * *' })
  },
}
