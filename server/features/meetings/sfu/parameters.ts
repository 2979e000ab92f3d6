import { Type, type TSchema, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { Clean } from 'typebox/value'
import type { DtlsParameters, RtpCapabilities, RtpParameters } from 'mediasoup/types'
import { Refusal } from '#wire/refusal'

/*
 * What may reach the media worker. Its own checks are for programmers' mistakes; these are for strangers: every number fits
 * the field it is written to, every list has an end.
 */

const token = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[\\x21-\\x7e]+$' })
const PayloadType = Type.Integer({ minimum: 0, maximum: 127 })
const Ssrc = Type.Integer({ minimum: 1, maximum: 0xffff_ffff })
const Kind = Type.Enum(['audio', 'video'])
const ClockRate = Type.Integer({ minimum: 8_000, maximum: 192_000 })
const Channels = Type.Optional(Type.Integer({ minimum: 1, maximum: 8 }))
const CodecParameters = Type.Optional(
  Type.Record(
    Type.String({ minLength: 1, maxLength: 64 }),
    Type.Union([
      Type.String({ maxLength: 256 }),
      Type.Integer({ minimum: -0x8000_0000, maximum: 0x7fff_ffff }),
      Type.Null(),
    ]),
    { maxProperties: 32 },
  ),
)
const Feedback = Type.Optional(
  Type.Array(Type.Object({ type: token(32), parameter: Type.Optional(Type.String({ maxLength: 32 })) }), {
    maxItems: 16,
  }),
)

const Dtls = Type.Object({
  role: Type.Optional(Type.Enum(['auto', 'client', 'server'])),
  fingerprints: Type.Array(
    Type.Object({
      algorithm: Type.Enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
      value: Type.String({ maxLength: 200, pattern: '^([0-9A-Fa-f]{2}:){15,63}[0-9A-Fa-f]{2}$' }),
    }),
    { minItems: 1, maxItems: 8 },
  ),
})

const Capabilities = Type.Object({
  codecs: Type.Array(
    Type.Object({
      kind: Kind,
      mimeType: Type.String({ maxLength: 64, pattern: '^(audio|video)/[A-Za-z0-9-]+$' }),
      preferredPayloadType: Type.Optional(PayloadType),
      clockRate: ClockRate,
      channels: Channels,
      parameters: CodecParameters,
      rtcpFeedback: Feedback,
    }),
    { maxItems: 128 },
  ),
  headerExtensions: Type.Optional(
    Type.Array(
      Type.Object({
        kind: Kind,
        uri: token(256),
        preferredId: Type.Integer({ minimum: 1, maximum: 255 }),
        preferredEncrypt: Type.Optional(Type.Boolean()),
        direction: Type.Optional(Type.Enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'])),
      }),
      { maxItems: 64 },
    ),
  ),
})

const Encoding = Type.Object({
  ssrc: Type.Optional(Ssrc),
  rid: Type.Optional(Type.String({ minLength: 1, maxLength: 16, pattern: '^[A-Za-z0-9]+$' })),
  codecPayloadType: Type.Optional(PayloadType),
  rtx: Type.Optional(Type.Object({ ssrc: Ssrc })),
  dtx: Type.Optional(Type.Boolean()),
  scalabilityMode: Type.Optional(Type.String({ maxLength: 16, pattern: '^[LS][1-4]T[1-4](_KEY(_SHIFT)?)?$' })),
  scaleResolutionDownBy: Type.Optional(Type.Number({ minimum: 1, maximum: 64 })),
  maxBitrate: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
})

const Parameters = Type.Object({
  mid: Type.Optional(Type.String({ minLength: 1, maxLength: 16, pattern: '^[A-Za-z0-9]+$' })),
  codecs: Type.Array(
    Type.Object({
      mimeType: Type.String({ maxLength: 64, pattern: '^(audio|video)/[A-Za-z0-9-]+$' }),
      payloadType: PayloadType,
      clockRate: ClockRate,
      channels: Channels,
      parameters: CodecParameters,
      rtcpFeedback: Feedback,
    }),
    { minItems: 1, maxItems: 16 },
  ),
  headerExtensions: Type.Optional(
    Type.Array(
      Type.Object({
        uri: token(256),
        id: Type.Integer({ minimum: 1, maximum: 255 }),
        encrypt: Type.Optional(Type.Boolean()),
        parameters: CodecParameters,
      }),
      { maxItems: 32 },
    ),
  ),
  encodings: Type.Array(Encoding, { minItems: 1, maxItems: 3 }),
  rtcp: Type.Optional(
    Type.Object({
      // Browsers leave it empty where simulcast has no ssrc to name.
      cname: Type.Optional(Type.String({ maxLength: 128, pattern: '^[\x21-\x7e]*$' })),
      reducedSize: Type.Optional(Type.Boolean()),
      mux: Type.Optional(Type.Boolean()),
    }),
  ),
})

function reader<T extends TSchema>(schema: T, field: string): (value: unknown) => Static<T> {
  const validator = Compile(schema)
  return (value) => {
    const known: unknown = Clean(schema, structuredClone(value))
    if (!validator.Check(known)) throw new Refusal('invalid', `${field} make no sense`, { field })
    return known
  }
}

const readDtls = reader(Dtls, 'dtlsParameters')
const readCapabilities = reader(Capabilities, 'rtpCapabilities')
const readParameters = reader(Parameters, 'rtpParameters')

/** Refuses `invalid` what is no DTLS description. */
export function dtlsParametersFrom(value: unknown): DtlsParameters {
  return readDtls(value)
}

/** Refuses `invalid` what no browser is capable of. */
export function rtpCapabilitiesFrom(value: unknown): RtpCapabilities {
  return readCapabilities(value) as RtpCapabilities
}

/** Refuses `invalid` what nobody can send. */
export function rtpParametersFrom(value: unknown): RtpParameters {
  return readParameters(value) as RtpParameters
}
