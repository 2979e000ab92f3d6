/** Bounds of the wire. Both sides know them; the server enforces them. */
export const LIMITS = {
  /** A frame from a client, in bytes. Larger ones close the socket (1009). */
  frameBytes: 256 * 1024,
  /** A message's source text, in UTF-16 code units. */
  messageLength: 20_000,
  /** A name of a person, room, project or organisation. */
  nameLength: 120,
  emailLength: 254,
  /** Length over rules. Twelve, because for most a password is the only proof; ten gave way to lists of words with a year. */
  passwordMinLength: 12,
  passwordMaxLength: 256,
  /** Open sockets of one person at one node. */
  socketsPerPerson: 50,
  /** Topics in one subscribe frame. */
  topicsPerSubscribe: 1_000,
  /** Changes a client may be behind in one room before it is told to load a fresh window. */
  changesPerCatchUp: 500,
  /** Missed messages in one answer to a subscription, over all rooms, in bytes; whoever missed more asks again. */
  bytesPerCatchUp: 128 * 1024,
  messagesPerPage: 40,
  /** One emoji, in UTF-16 code units: families of several people take more than ten. */
  emojiLength: 32,
  /** Different emoji on one message. */
  emojiPerMessage: 20,
  /** Reactions of all people on one message. Each of them is told to everybody with all the others. */
  reactionsPerMessage: 500,
  /** Commands a session may have waiting; more are refused as `too_many`. */
  inboxLength: 256,
  /** Above this many buffered bytes ephemeral frames are dropped. */
  outboxSoftBytes: 1024 * 1024,
  /** Above this many the socket is closed with `slow`: the client resumes and loses nothing. */
  outboxHardBytes: 4 * 1024 * 1024,
  /** An image file that is sent, base64: it travels in one request body of at most `frameBytes`. */
  imageBase64Length: 240 * 1024,
  peersPerMeeting: 100,
} as const

/** The protocol this build speaks, and the oldest it still serves. */
export const PROTOCOL = { current: 1, oldest: 1 } as const

/**
 * The person a page speaks for, named by each of its HTTP calls. Where the browser holds somebody else's session by now, the
 * call is refused as `unauthenticated`: the socket's `hello` tells the same before anything is sent.
 */
export const PERSON_HEADER = 'x-allmende-person'
