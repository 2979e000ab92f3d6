/** `offline`: the server cannot be reached. `timeout`: it did not answer in time. Either way the outcome may be unknown. */
export class ConnectionError extends Error {
  readonly code: 'offline' | 'timeout'

  constructor(code: 'offline' | 'timeout') {
    super(code)
    this.name = 'ConnectionError'
    this.code = code
  }
}
