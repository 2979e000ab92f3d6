#define _DEFAULT_SOURCE /* explicit_bzero */
#define ALLMENDE_SRTP_ADAPTER_IMPLEMENTATION
#include "srtp.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* SRTCP appends four bytes of flag and index before the tag. */
#define SRTCP_INDEX_LEN 4

struct allmende_srtp_policy {
  srtp_policy_t policy;
  srtp_profile_t profile;
  bool has_profile;
  bool has_key;
  uint8_t key[SRTP_MAX_KEY_LEN];
};

typedef srtp_err_status_t (*transform_in_place)(srtp_t session, void *packet, int *len);

srtp_err_status_t allmende_srtp_policy_create(allmende_srtp_policy_t *policy) {
  if (policy == NULL) return srtp_err_status_bad_param;
  *policy = calloc(1, sizeof(**policy));
  return *policy == NULL ? srtp_err_status_alloc_fail : srtp_err_status_ok;
}

void allmende_srtp_policy_destroy(allmende_srtp_policy_t policy) {
  if (policy == NULL) return;
  explicit_bzero(policy, sizeof(*policy));
  free(policy);
}

srtp_err_status_t allmende_srtp_policy_set_ssrc(allmende_srtp_policy_t policy, srtp_ssrc_t ssrc) {
  if (policy == NULL) return srtp_err_status_bad_param;
  policy->policy.ssrc = ssrc;
  return srtp_err_status_ok;
}

srtp_err_status_t allmende_srtp_policy_set_profile(allmende_srtp_policy_t policy, srtp_profile_t profile) {
  if (policy == NULL) return srtp_err_status_bad_param;
  srtp_err_status_t status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);
  if (status != srtp_err_status_ok) return status;
  status = srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
  if (status != srtp_err_status_ok) return status;
  policy->profile = profile;
  policy->has_profile = true;
  policy->has_key = false;
  return srtp_err_status_ok;
}

srtp_err_status_t allmende_srtp_policy_set_allow_repeat_tx(allmende_srtp_policy_t policy, bool allow) {
  if (policy == NULL) return srtp_err_status_bad_param;
  policy->policy.allow_repeat_tx = allow ? 1 : 0;
  return srtp_err_status_ok;
}

srtp_err_status_t allmende_srtp_policy_set_window_size(allmende_srtp_policy_t policy, size_t size) {
  if (policy == NULL) return srtp_err_status_bad_param;
  policy->policy.window_size = size;
  return srtp_err_status_ok;
}

srtp_err_status_t allmende_srtp_policy_add_key(
  allmende_srtp_policy_t policy,
  const uint8_t *key,
  size_t key_len,
  const uint8_t *salt,
  size_t salt_len,
  const uint8_t *mki,
  size_t mki_len) {
  if (policy == NULL || key == NULL || salt == NULL || mki != NULL || mki_len != 0) return srtp_err_status_bad_param;
  if (!policy->has_profile || policy->has_key) return srtp_err_status_bad_param;
  if (key_len != srtp_profile_get_master_key_length(policy->profile)) return srtp_err_status_bad_param;
  if (salt_len != srtp_profile_get_master_salt_length(policy->profile)) return srtp_err_status_bad_param;
  if (key_len + salt_len > sizeof(policy->key)) return srtp_err_status_bad_param;
  memcpy(policy->key, key, key_len);
  memcpy(policy->key + key_len, salt, salt_len);
  policy->has_key = true;
  return srtp_err_status_ok;
}

srtp_err_status_t allmende_srtp_create(srtp_t *session, allmende_srtp_policy_t policy) {
  if (session == NULL || policy == NULL || !policy->has_key) return srtp_err_status_bad_param;
  policy->policy.key = policy->key;
  policy->policy.next = NULL;
  return srtp_create(session, &policy->policy);
}

/* libsrtp 2 works in place: the packet is copied to where it is wanted, and `room` more bytes may be written there. */
static srtp_err_status_t transform(
  transform_in_place apply, srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len, size_t room) {
  if (session == NULL || in == NULL || out == NULL || out_len == NULL) return srtp_err_status_bad_param;
  if (in_len > (size_t)INT_MAX - room) return srtp_err_status_bad_param;
  if (*out_len < in_len + room) return srtp_err_status_buffer_small;
  if (out != in) memmove(out, in, in_len);
  int len = (int)in_len;
  const srtp_err_status_t status = apply(session, out, &len);
  if (status == srtp_err_status_ok) *out_len = (size_t)len;
  return status;
}

srtp_err_status_t allmende_srtp_protect(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len, size_t mki_index) {
  if (mki_index != 0) return srtp_err_status_bad_mki;
  return transform(srtp_protect, session, in, in_len, out, out_len, SRTP_MAX_TRAILER_LEN);
}

srtp_err_status_t allmende_srtp_protect_rtcp(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len, size_t mki_index) {
  if (mki_index != 0) return srtp_err_status_bad_mki;
  return transform(srtp_protect_rtcp, session, in, in_len, out, out_len, SRTP_MAX_TRAILER_LEN + SRTCP_INDEX_LEN);
}

srtp_err_status_t allmende_srtp_unprotect(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len) {
  return transform(srtp_unprotect, session, in, in_len, out, out_len, 0);
}

srtp_err_status_t allmende_srtp_unprotect_rtcp(
  srtp_t session, const uint8_t *in, size_t in_len, uint8_t *out, size_t *out_len) {
  return transform(srtp_unprotect_rtcp, session, in, in_len, out, out_len, 0);
}
