import {
  AcceptInvitation,
  AdmitInvited,
  DeclineInvitation,
  InvitationsChanged,
  Invite,
  JoinByInvitation,
  ListInvitations,
  ListOrganisationInvitations,
  PreviewInvitations,
  ReadInvitation,
  ReadJoining,
  ReadJoinLink,
  RequestJoinLink,
  ResendInvitation,
  RevokeInvitation,
  UseJoinLink,
} from '#protocol/invitations'
import type { Feature } from '../../realtime/feature.ts'
import { onPeopleMerged } from '../orgs/index.ts'
import { acceptInvitation, joinByInvitation, readInvitation } from './accept.ts'
import { invite, previewInvitations } from './invite.ts'
import { readJoining, readJoinLink, registerJoinMail, requestJoinLink, useJoinLink } from './joining.ts'
import { registerInvitationMail } from './mails.ts'
import { listInvitations, resendInvitation, revokeInvitation } from './manage.ts'
import { admitInvited, declineInvitation, listForOrganisation } from './organisation-invitations.ts'
import { mergeInInvitations } from './merging.ts'
import { privacy } from './privacy.ts'
import { sweepExpired } from './sweep.ts'

export { sweepExpired }

/** How somebody comes in: invited by a colleague, or by the mail domain of their organisation. */
export const invitationsFeature: Feature = {
  name: 'invitations',
  privacy,
  register(registry, deps) {
    onPeopleMerged(deps, mergeInInvitations)
    registry.handle(Invite, (actor, input) => invite(deps, actor, input))
    registry.handle(PreviewInvitations, (actor, input) => previewInvitations(deps, actor, input))
    registry.handle(ListInvitations, (actor, input) => listInvitations(deps, actor, input))
    registry.handle(ResendInvitation, (actor, { invitationId }) => resendInvitation(deps, actor, invitationId))
    registry.handle(RevokeInvitation, (actor, { invitationId }) => revokeInvitation(deps, actor, invitationId))
    registry.handleOpen(ReadInvitation, (actor, { token }, call) => readInvitation(deps, actor, token, call))
    registry.handleOpen(AcceptInvitation, (_actor, input, call) => acceptInvitation(deps, input, call))
    registry.handle(JoinByInvitation, (actor, { token }, call) =>
      joinByInvitation(deps, actor, token, call.remoteAddress),
    )
    registry.handle(ListOrganisationInvitations, (actor, { organisationId }) =>
      listForOrganisation(deps, actor, organisationId),
    )
    registry.handle(AdmitInvited, (actor, input) => admitInvited(deps, actor, input))
    registry.handle(DeclineInvitation, (actor, input) => declineInvitation(deps, actor, input))
    registry.handleOpen(ReadJoining, () => readJoining(deps))
    registry.handleOpen(RequestJoinLink, (_actor, input, call) => requestJoinLink(deps, input, call))
    registry.handleOpen(ReadJoinLink, (_actor, { token }, call) => readJoinLink(deps, token, call))
    registry.handleOpen(UseJoinLink, (_actor, input, call) => useJoinLink(deps, input, call))
    registry.emits(InvitationsChanged)
    registerInvitationMail(deps)
    registerJoinMail(deps)
    deps.jobs.define('invitations.sweepExpired', () => sweepExpired(deps), { schedule: '20 * * * *' })
  },
}
