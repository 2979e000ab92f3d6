/** What a test tells the provider's process to do. */
export type Order =
  | { do: 'people'; people: Record<string, Record<string, unknown>> }
  /** Changes the claims of identity tokens before they are signed; null: stops doing so. */
  | { do: 'twist'; claims: Record<string, unknown> | null; foreignKey?: boolean }
  /** Where logouts are sent, as the product's settings show it. */
  | { do: 'logoutAt'; url: string }
  /** Signs anything with the provider's key. */
  | { do: 'sign'; header: Record<string, unknown>; claims: Record<string, unknown>; foreignKey?: boolean }

export type Setting = {
  issuer: string
  port: number
  key: string
  certificate: string
  clientId: string
  clientSecret: string
  redirectUri: string
  /** Puts what is asked for into the identity token, and not only into the answer about the person. */
  claimsInToken: boolean
}
