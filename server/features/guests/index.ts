import {
  AdmitGuests,
  CreateGuestLink,
  EndVisit,
  GuestsChanged,
  Knock,
  ListGuests,
  PutOutGuest,
  ReadGuestLink,
  ReadGuestMedia,
  ReadVisit,
  RevokeGuestLink,
  VisitChanged,
} from '#protocol/guests'
import { Refusal } from '#wire/refusal'
import type { Actor } from '../../realtime/actor.ts'
import type { Feature } from '../../realtime/feature.ts'
import { welcomeVisitors } from '../meetings/index.ts'
import { followMeetings, forgetGuests } from './forgetting.ts'
import { admitGuests, listGuests, putOutGuest } from './hosting.ts'
import { createLink, revokeLink } from './links.ts'
import { privacy } from './privacy.ts'
import { admittedGuests, guestSessions } from './sessions.ts'
import { guestTopic, hostsTopic } from './topics.ts'
import { endVisit, knock, readGuestMedia, readLink, readVisit } from './visits.ts'

/** One meeting, no account. */
export const guestsFeature: Feature = {
  name: 'guests',
  privacy,
  register(registry, deps) {
    registry.sessions('guest', guestSessions(deps))
    welcomeVisitors(admittedGuests)
    registry.handle(CreateGuestLink, (actor, input) => createLink(deps, actor, input))
    registry.handle(RevokeGuestLink, (actor, input) => revokeLink(deps, actor, input))
    registry.handle(ListGuests, (actor, input) => listGuests(deps, actor, input))
    registry.handle(AdmitGuests, (actor, input) => admitGuests(deps, actor, input))
    registry.handle(PutOutGuest, (actor, input) => putOutGuest(deps, actor, input))
    registry.handleOpen(ReadGuestLink, (actor, input, call) => readLink(deps, actor, input, call))
    registry.handleOpen(Knock, (actor, input, call) => knock(deps, actor, input, call))
    registry.handle(ReadVisit, (actor) => readVisit(deps, asGuest(actor)))
    registry.handle(ReadGuestMedia, (actor) => readGuestMedia(deps, asGuest(actor)))
    registry.handleOpen(EndVisit, (actor, _input, call) => endVisit(deps, actor, call))
    registry.emits(GuestsChanged, VisitChanged)
    registry.topics(hostsTopic(deps))
    registry.topics(guestTopic(deps))
    followMeetings(deps)
    deps.jobs.define('guests.forget', () => forgetGuests(deps), { schedule: '* * * * *' })
    registry.onStart(() => forgetGuests(deps))
  },
}

/** Nobody else has a visit. */
function asGuest(actor: Actor): Actor {
  if (actor.guestOf === undefined) throw new Refusal('forbidden', 'not a guest')
  return actor
}
