#ifndef ALLMENDE_SRTP_ADAPTER_H
#define ALLMENDE_SRTP_ADAPTER_H

/*
 * The part of libsrtp 3's interface that mediasoup uses, on top of libsrtp 2: policies are objects instead of
 * structures, packets go from an input to an output buffer, lengths are size_t. Names that both versions share are
 * taken over by macro, so that a source file includes this header and nothing else.
 */

#include <srtp2/srtp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct allmende_srtp_policy *allmende_srtp_policy_t;

/* Error codes that libsrtp 2 does not have; the numbers are libsrtp 3's. */
#define srtp_err_status_buffer_small ((srtp_err_status_t)28)
#define srtp_err_status_cryptex_err ((srtp_err_status_t)29)

srtp_err_status_t allmende_srtp_policy_create(allmende_srtp_policy_t *policy);

/** Wipes the key. NULL is allowed. */
void allmende_srtp_policy_destroy(allmende_srtp_policy_t policy);

srtp_err_status_t allmende_srtp_policy_set_ssrc(allmende_srtp_policy_t policy, srtp_ssrc_t ssrc);
srtp_err_status_t allmende_srtp_policy_set_profile(allmende_srtp_policy_t policy, srtp_profile_t profile);
srtp_err_status_t allmende_srtp_policy_set_allow_repeat_tx(allmende_srtp_policy_t policy, bool allow);
srtp_err_status_t allmende_srtp_policy_set_window_size(allmende_srtp_policy_t policy, size_t size);

/** One key of exactly the profile's lengths (so after set_profile); master key identifiers are refused. */
srtp_err_status_t allmende_srtp_policy_add_key(
  allmende_srtp_policy_t policy,
  const uint8_t *key,
  size_t key_len,
  const uint8_t *salt,
  size_t salt_len,
  const uint8_t *mki,
  size_t mki_len);

/** The session keeps nothing of the policy. A policy without profile or key is refused. */
srtp_err_status_t allmende_srtp_create(srtp_t *session, allmende_srtp_policy_t policy);

/**
 * The four ways of a packet. `*out_len` is the capacity of `out` before the call and the length of the packet after a
 * successful one; nothing is written when the capacity does not hold the input and, when protecting, the longest
 * trailer. `out` may be `in`. mki_index must be 0.
 */
srtp_err_status_t allmende_srtp_protect(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len, size_t mki_index);
srtp_err_status_t allmende_srtp_protect_rtcp(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len, size_t mki_index);
srtp_err_status_t allmende_srtp_unprotect(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len);
srtp_err_status_t allmende_srtp_unprotect_rtcp(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len);

#ifndef ALLMENDE_SRTP_ADAPTER_IMPLEMENTATION
#define srtp_policy_t allmende_srtp_policy_t
#define srtp_policy_create allmende_srtp_policy_create
#define srtp_policy_destroy allmende_srtp_policy_destroy
#define srtp_policy_set_ssrc allmende_srtp_policy_set_ssrc
#define srtp_policy_set_profile allmende_srtp_policy_set_profile
#define srtp_policy_set_allow_repeat_tx allmende_srtp_policy_set_allow_repeat_tx
#define srtp_policy_set_window_size allmende_srtp_policy_set_window_size
#define srtp_policy_add_key allmende_srtp_policy_add_key
#define srtp_create allmende_srtp_create
#define srtp_protect allmende_srtp_protect
#define srtp_protect_rtcp allmende_srtp_protect_rtcp
#define srtp_unprotect allmende_srtp_unprotect
#define srtp_unprotect_rtcp allmende_srtp_unprotect_rtcp
#define srtp_stream_remove srtp_remove_stream
#endif

#ifdef __cplusplus
}
#endif

#endif
