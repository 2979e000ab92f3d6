import type { Actor } from './actor.ts'
import type { Heads } from './feature.ts'

/** The current state of something that changed, at the version of its last change. */
export interface CatchUpEvent {
  v: number
  name: string
  data: unknown
}

export type CatchUpAnswer =
  | { state: 'current'; version: number; head?: number; events: CatchUpEvent[] }
  | { state: 'reset'; version: number }

/** Topics named `<prefix>:<id>`, given by the feature that owns the resource. */
export interface TopicKind {
  prefix: string
  /** Guests may ask for it too; otherwise they are refused unasked. */
  forGuests?: true
  /**
   * Which of these ids the actor may hear at this moment, with their heads; absent means no. Topics without versions give
   * `{ version: 0, membership: 0 }`. One query for all ids.
   */
  authorise(actor: Actor, ids: readonly string[]): Promise<Map<string, Heads>>
  /**
   * What changed after each cursor, the same few queries for all; as much as one answer carries, in the order given. Called after subscribing, so that nothing falls between.
   * Absent for topics without versions.
   */
  catchUp?(cursors: ReadonlyMap<string, number>): Promise<Map<string, CatchUpAnswer>>
  /** Heads of these topics, one query for all: finds what a lost envelope would have told. Absent without versions. */
  heads?(ids: readonly string[]): Promise<Map<string, Heads>>
  /**
   * Of these people, who may hear the topic at this moment. Asked when its membership changed; one query for all.
   * Absent: `authorise` is asked person by person.
   */
  whoMayHear?(id: string, userIds: readonly string[]): Promise<{ allowed: ReadonlySet<string> }>
}
