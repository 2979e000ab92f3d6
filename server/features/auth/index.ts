import {
  AskForPasskey,
  AskToProve,
  BeginPasskey,
  BeginTotp,
  ChangePassword,
  EndOtherSessions,
  EndSession,
  EnterCode,
  FinishPasskey,
  FinishSetUpPasskey,
  FinishSetUpTotp,
  FinishTotp,
  ListSessions,
  MeChanged,
  Prove,
  ProveByPasskey,
  ReadNextStep,
  ReadSecurity,
  ReadWelcomeLink,
  RemovePasskey,
  RemoveTotp,
  RenamePasskey,
  RenewRecoveryCodes,
  SetUpPasskey,
  SetUpTotp,
  SignIn,
  SignInByPasskey,
  SignOut,
  UpdateMe,
  UseWelcomeLink,
  WhoAmI,
} from '#protocol/auth'
import { Refusal } from '#wire/refusal'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps, Feature, Registry } from '../../realtime/feature.ts'
import { finishRecording } from './audit.ts'
import { changePassword, updateMe } from './own-account.ts'
import { endOtherSessions, endSession, listSessions } from './own-sessions.ts'
import { askForPasskey } from './passkeys.ts'
import { privacy } from './privacy.ts'
import { registerReset } from './reset.ts'
import { prove, proveByPasskey } from './proof.ts'
import * as factors from './second-factors.ts'
import { findActor, stillOpen, sweepExpired } from './sessions.ts'
import { askAtSignIn, enterCode, readNextStep, signIn, signInByPasskey, signOut, whoAmI } from './sign-in.ts'
import { readWelcomeLink, useWelcomeLink } from './welcome.ts'

export {
  countUsers,
  createProgramAccount,
  createUser,
  deleteUser,
  findUserByEmail,
  hasArrived,
  holdActive,
  issueWelcomeLink,
  lockUser,
  markSsoUser,
  setUserActive,
  type NewUser,
} from './accounts.ts'
export { findOrganisationsBy } from './audit.ts'
export { checkNewPassword, type PasswordContext, type PasswordFault } from './new-password.ts'
export { readMe } from './own-account.ts'
export { hashPassword } from './passwords.ts'
export { mayUsePassword, provideSignInRules, type SignInRules } from './rules.ts'
export { removeSecondFactors } from './second-factors.ts'
export { endReplaced, endSessions, endSessionsOpenedBy, limitSessions, openSession } from './sessions.ts'
export { beginSession, providerOnly } from './steps.ts'
export { passkeys, personEmail, sessions, totpFactors, users, type Proof } from './tables.ts'

/** Who somebody is: accounts, passwords, second factors, sessions. */
export const auth: Feature = {
  name: 'auth',
  privacy,
  register(registry, deps) {
    registry.sessions('person', {
      findActor: (secret) => findActor(deps, secret),
      stillOpen: (ids) => stillOpen(deps, ids),
    })
    registerSignIn(registry, deps)
    registerOwnSecurity(registry, deps)
    registry.handle(UpdateMe, (actor, input) => updateMe(deps, actor, input))
    registry.emits(MeChanged)
    registry.topics({
      prefix: 'user',
      authorise: async ({ userId }, ids) =>
        new Map(ids.filter((id) => id === userId).map((id) => [id, { version: 0, membership: 0 }])),
    })
    registerReset(registry, deps)
    finishRecording(registry, deps)
    deps.jobs.define('auth.sweepExpired', () => sweepExpired(deps), { schedule: '*/15 * * * *' })
  },
}

function registerSignIn(registry: Registry, deps: Deps): void {
  registry.handleOpen(SignIn, (_actor, input, call) => signIn(deps, input, call))
  registry.handleOpen(ReadNextStep, (_actor, _input, call) => readNextStep(deps, call))
  registry.handleOpen(EnterCode, (_actor, input, call) => enterCode(deps, input, call))
  registry.handleOpen(AskForPasskey, (_actor, _input, call) => askAtSignIn(deps, call))
  registry.handleOpen(SignInByPasskey, (_actor, input, call) => signInByPasskey(deps, input, call))
  registry.handleOpen(SetUpTotp, (_actor, _input, call) => factors.setUpTotp(deps, call))
  registry.handleOpen(FinishSetUpTotp, (_actor, { code }, call) => factors.finishSetUpTotp(deps, code, call))
  registry.handleOpen(SetUpPasskey, (_actor, _input, call) => factors.setUpPasskey(deps, call))
  registry.handleOpen(FinishSetUpPasskey, (_actor, input, call) => factors.finishSetUpPasskey(deps, input, call))
  registry.handleOpen(SignOut, (actor, _input, call) => signOut(deps, actor, call))
  registry.handleOpen(WhoAmI, (actor, _input, call) => whoAmI(deps, actor, call))
  registry.handleOpen(ReadWelcomeLink, (_actor, { token }, call) => readWelcomeLink(deps, token, call))
  registry.handleOpen(UseWelcomeLink, (_actor, input, call) => useWelcomeLink(deps, input, call))
}

function registerOwnSecurity(registry: Registry, deps: Deps): void {
  registry.handle(ChangePassword, (actor, input) => changePassword(deps, actor, input))
  registry.handle(ReadSecurity, (actor) => factors.readSecurity(deps, actor))
  registry.handle(ListSessions, (actor) => listSessions(deps, actor))
  registry.handle(EndSession, (actor, { sessionId }) => endSession(deps, actor, sessionId))
  registry.handle(EndOtherSessions, (actor) => endOtherSessions(deps, actor))
  registry.handle(RenamePasskey, (actor, input) => factors.renamePasskey(deps, actor, input))
  registry.handleOpen(Prove, (actor, input, call) => prove(deps, signedIn(actor), input, call))
  registry.handle(AskToProve, async ({ userId }) => ({ ...(await askForPasskey(deps, 'prove', userId)) }))
  registry.handleOpen(ProveByPasskey, (actor, input, call) => proveByPasskey(deps, signedIn(actor), input, call))
  registry.handle(BeginTotp, (actor) => factors.startTotp(deps, actor))
  registry.handleOpen(FinishTotp, (actor, { code }, call) => factors.finishTotp(deps, signedIn(actor), code, call))
  registry.handle(RemoveTotp, (actor) => factors.removeTotp(deps, actor))
  registry.handle(BeginPasskey, (actor) => factors.startPasskey(deps, actor))
  registry.handleOpen(FinishPasskey, (actor, input, call) => factors.finishPasskey(deps, signedIn(actor), input, call))
  registry.handle(RemovePasskey, (actor, { passkeyId }) => factors.removePasskey(deps, actor, passkeyId))
  registry.handle(RenewRecoveryCodes, (actor) => factors.renewRecoveryCodes(deps, actor))
}

/** The table of permissions lets nobody else through. */
function signedIn(actor: Actor | undefined): Actor {
  if (!actor) throw new Refusal('unauthenticated', 'no session')
  return actor
}
