import { Type } from 'typebox'
import { command } from '#wire/command'
import { Email, LinkToken, Me, NewPassword, PersonName } from '#protocol/auth'
import { OrganisationKind, OrganisationName } from '#protocol/orgs'

/** Whether the installation has its first administrator. The token itself is only known to whoever reads the server's output. */
export const ReadSetUp = command(
  'setup.read',
  'public.enter',
  Type.Object({}),
  Type.Object({ state: Type.Enum(['open', 'done']) }),
)

/** Uses the one-time link up: makes the first organisation and its administrator, who also administers the installation, and signs in. */
export const CompleteSetUp = command(
  'setup.complete',
  'public.enter',
  Type.Object({
    token: LinkToken,
    organisation: Type.Object({ name: OrganisationName, kind: OrganisationKind }),
    name: PersonName,
    email: Email,
    password: NewPassword,
  }),
  Me,
)

/** One of the example people, to sign in as. */
export const DemoPerson = Type.Object({
  name: Type.String(),
  email: Type.String(),
  organisation: Type.String(),
  /** What they do in the example, e.g. "Projektleitung". */
  task: Type.String(),
})

/** Fills an empty installation with the example and uses the link up. Their one password is told in the answer. */
export const StartDemo = command(
  'setup.startDemo',
  'public.enter',
  Type.Object({ token: LinkToken }),
  Type.Object({ password: Type.String(), people: Type.Array(DemoPerson) }),
)
