import type { ComponentType, ReactNode } from 'react'

/**
 * Where a page lives: `app` in the frame with the side bar, `meeting` on the whole dark screen (both for signed-in people
 * only), `signedOut` on a plain sheet until somebody is signed in, `open` on the same sheet and `openMeeting` on the dark
 * screen for everybody.
 */
export type Area = 'app' | 'meeting' | 'signedOut' | 'open' | 'openMeeting'

/** Props of every page: the named parts of its path. */
export interface PageProps {
  params: Readonly<Record<string, string | undefined>>
}

export interface Route {
  /** As wouter reads it, e.g. `/rooms/:roomId`. */
  path: string
  area: Area
  /** Loads the module whose default export is the page. */
  load: () => Promise<{ default: ComponentType<PageProps> }>
}

/** The places a feature may put something into, with what the place tells about itself. */
export interface SlotProps {
  /** Above everything, while one walks through the app: the running meeting. */
  above: object
  /** The state of the connection, always visible. */
  connection: object
  /** The lists in the side bar. */
  sideBar: object
  /** At the foot of the side bar: own name, settings, sign out. */
  sideBarFoot: object
  /** Below the title of a room. */
  roomHeader: { roomId: string }
  /** In a room, between what was said and where one writes. */
  aboveComposer: { roomId: string }
  /** In a meeting one moderates, above the pictures and beside the way back to it: what wants an answer. */
  meetingNotice: { meetingId: string }
  /** In a meeting one moderates, above the list of people in it. */
  meetingPeople: { meetingId: string }
  /** With somebody in the list of a room's people. */
  roomPerson: { roomId: string; personId: string }
  /** On the card of a project: its rooms. */
  projectRooms: { projectId: string }
  /** Sections of the page of a project, above its people. */
  project: { projectId: string; mayManage: boolean }
  /** A section of the own settings. */
  settings: object
  /** On the page of the sign-in, below the password: other ways in, by what was written as the address so far. */
  signIn: { email: string }
  /** Links to the pages by which an organisation is administrated, `SectionLink`s. */
  organisationNav: { organisationId: string; role: 'admin' | 'auditor' }
  /** On the page of an organisation's sign-in: what it asks of its people. */
  organisationSignIn: { organisationId: string }
  /** Links to the pages by which the installation is administrated, `SectionLink`s. */
  installationNav: { isAdmin: boolean; isAuditor: boolean }
}

export type SlotName = keyof SlotProps
export type Slots = { readonly [Name in SlotName]?: ComponentType<SlotProps[Name]> }

/** Whether the person is signed in; `waiting` until that is known. */
export type Gate = { state: 'waiting' } | { state: 'signedOut'; signInPath: string } | { state: 'signedIn' }

export interface Feature {
  name: string
  routes?: readonly Route[]
  slots?: Slots
  /** Wraps the whole app: for what must outlive the change of pages, such as a call. */
  Provider?: ComponentType<{ children: ReactNode }>
  /** A hook; exactly one feature knows who is signed in. */
  useGate?: () => Gate
}

/** Checks the shape and keeps the literal types. */
export function defineFeature<const Defined extends Feature>(feature: Defined): Defined {
  return feature
}
