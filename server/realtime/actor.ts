/** Who acts: a signed-in person in one of their sessions. Made by the session check only. */
export interface Actor {
  readonly userId: string
  readonly sessionId: string
}
