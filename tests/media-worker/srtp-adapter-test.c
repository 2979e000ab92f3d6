/*
 * Known answers, round trips and refusals of the SRTP adapter in all profiles that mediasoup negotiates.
 * Prints one line per profile and exits 0, or names the first broken expectation and exits 1.
 * The answers were computed with another implementation (OpenSSL through Node) after RFC 3711 and RFC 7714; the
 * inputs are those of libsrtp's own validation.
 */
#include "srtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY 512

typedef struct {
  const char *name;
  srtp_profile_t profile;
  const char *key;
  const char *salt;
  const char *srtp;
  const char *srtcp;
} known_answer;

static const char *RTP = "800f1234decafbadcafebabeabababababababababababababababab";
static const char *RTCP = "81c8000bcafebabeabababababababababababababababab";

static const known_answer ANSWERS[] = {
  {"AES_CM_128_HMAC_SHA1_80", srtp_profile_aes128_cm_sha1_80,
   "e1f97a0d3e018be0d64fa32c06de4139", "0ec675ad498afeebb6960b3aabe6",
   "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
   "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798"},
  {"AES_CM_128_HMAC_SHA1_32", srtp_profile_aes128_cm_sha1_32,
   "e1f97a0d3e018be0d64fa32c06de4139", "0ec675ad498afeebb6960b3aabe6",
   "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc",
   "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798"},
  {"AEAD_AES_128_GCM", srtp_profile_aead_aes_128_gcm,
   "000102030405060708090a0b0c0d0e0f", "a0a1a2a3a4a5a6a7a8a9aaab",
   "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392", "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446ea31123ba88ce61e80000001"},
  {"AEAD_AES_256_GCM", srtp_profile_aead_aes_256_gcm,
   "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "a0a1a2a3a4a5a6a7a8a9aaab",
   "800f1234decafbadcafebabe0af7f21e8a90bdad7a425c9c31ed4bb1d90238917e7390a2793500e1681acaea", "81c8000bcafebabe8abfafa780070a90e80f9161cf4aac081ed93aaa53c15b0f3ed1a3b984167b0380000001"},
};

static void expect(bool holds, const char *profile, const char *what) {
  if (holds) return;
  fprintf(stderr, "%s: %s\n", profile, what);
  exit(1);
}

static size_t bytes(const char *hex, uint8_t *out) {
  const size_t len = strlen(hex) / 2;
  for (size_t at = 0; at < len; at++) sscanf(hex + 2 * at, "%2hhx", &out[at]);
  return len;
}

static srtp_t session(const known_answer *answer, srtp_ssrc_type_t direction) {
  uint8_t key[64], salt[64];
  const size_t key_len = bytes(answer->key, key), salt_len = bytes(answer->salt, salt);
  const srtp_ssrc_t ssrc = {.type = direction, .value = 0};
  srtp_policy_t policy = NULL;
  srtp_t made = NULL;
  expect(srtp_policy_create(&policy) == srtp_err_status_ok, answer->name, "a policy is made");
  expect(srtp_policy_set_ssrc(policy, ssrc) == srtp_err_status_ok, answer->name, "the direction is set");
  expect(srtp_policy_add_key(policy, key, key_len, salt, salt_len, NULL, 0) == srtp_err_status_bad_param, answer->name,
         "a key before the profile is refused");
  expect(srtp_policy_set_profile(policy, answer->profile) == srtp_err_status_ok, answer->name, "the profile is set");
  expect(srtp_create(&made, policy) == srtp_err_status_bad_param, answer->name, "a policy without a key is refused");
  expect(srtp_policy_add_key(policy, key, key_len - 1, salt, salt_len, NULL, 0) == srtp_err_status_bad_param, answer->name,
         "a short key is refused");
  expect(srtp_policy_add_key(policy, key, key_len, salt, salt_len, key, 1) == srtp_err_status_bad_param, answer->name,
         "a master key identifier is refused");
  expect(srtp_policy_add_key(policy, key, key_len, salt, salt_len, NULL, 0) == srtp_err_status_ok, answer->name,
         "the key is taken");
  expect(srtp_policy_set_allow_repeat_tx(policy, true) == srtp_err_status_ok, answer->name, "repeats are allowed");
  expect(srtp_policy_set_window_size(policy, 1024) == srtp_err_status_ok, answer->name, "the window is set");
  expect(srtp_create(&made, policy) == srtp_err_status_ok, answer->name, "a session is made");
  srtp_policy_destroy(policy);
  return made;
}

typedef srtp_err_status_t (*protect_function)(srtp_t, const uint8_t *, size_t, uint8_t *, size_t *, size_t);
typedef srtp_err_status_t (*unprotect_function)(srtp_t, const uint8_t *, size_t, uint8_t *, size_t *);

static void check_way(
  const known_answer *answer, const char *plain_hex, const char *sealed_hex, protect_function protect, unprotect_function unprotect) {
  uint8_t plain[CAPACITY], wanted[CAPACITY], sealed[CAPACITY], opened[CAPACITY], before[CAPACITY];
  const size_t plain_len = bytes(plain_hex, plain), wanted_len = bytes(sealed_hex, wanted);
  const char *name = answer->name;
  srtp_t sender = session(answer, ssrc_any_outbound);

  memset(sealed, 0x5a, sizeof(sealed));
  memcpy(before, sealed, sizeof(before));
  for (size_t room = 0; room < plain_len + SRTP_MAX_TRAILER_LEN; room++) {
    size_t len = room;
    expect(protect(sender, plain, plain_len, sealed, &len, 0) == srtp_err_status_buffer_small, name, "too small a buffer is refused");
    expect(len == room && memcmp(sealed, before, sizeof(before)) == 0, name, "a refused buffer stays untouched");
  }

  size_t sealed_len = sizeof(sealed);
  expect(protect(sender, plain, plain_len, sealed, &sealed_len, 1) == srtp_err_status_bad_mki, name, "another key index is refused");
  expect(protect(sender, plain, plain_len, sealed, &sealed_len, 0) == srtp_err_status_ok, name, "a packet is protected");
  expect(sealed_len == wanted_len && memcmp(sealed, wanted, wanted_len) == 0, name, "the answer is the known one");
  expect(bytes(plain_hex, before) == plain_len && memcmp(plain, before, plain_len) == 0, name, "the input is left alone");

  for (size_t at = 0; at < sealed_len; at++) {
    uint8_t tampered[CAPACITY];
    size_t len = sizeof(opened);
    srtp_t receiver = session(answer, ssrc_any_inbound);
    memcpy(tampered, sealed, sealed_len);
    tampered[at] ^= 0x01;
    expect(unprotect(receiver, tampered, sealed_len, opened, &len) != srtp_err_status_ok, name, "a tampered packet is refused");
    expect(srtp_dealloc(receiver) == srtp_err_status_ok, name, "a session is closed");
  }

  srtp_t receiver = session(answer, ssrc_any_inbound);
  size_t opened_len = sealed_len - 1;
  expect(unprotect(receiver, sealed, sealed_len, opened, &opened_len) == srtp_err_status_buffer_small, name, "too small a buffer for the plain packet is refused");
  for (size_t cut = 0; cut < sealed_len; cut++) {
    size_t len = sizeof(opened);
    expect(unprotect(receiver, sealed, cut, opened, &len) != srtp_err_status_ok, name, "a cut packet is refused");
  }
  opened_len = sizeof(opened);
  expect(unprotect(receiver, sealed, sealed_len, opened, &opened_len) == srtp_err_status_ok, name, "the packet is opened");
  expect(opened_len == plain_len && memcmp(opened, plain, plain_len) == 0, name, "what was sent is what arrives");
  opened_len = sizeof(opened);
  expect(unprotect(receiver, sealed, sealed_len, opened, &opened_len) == srtp_err_status_replay_fail, name, "a replayed packet is refused");

  size_t in_place_len = sealed_len;
  srtp_t other = session(answer, ssrc_any_inbound);
  expect(unprotect(other, sealed, sealed_len, sealed, &in_place_len) == srtp_err_status_ok, name, "a packet is opened in its own place");
  expect(in_place_len == plain_len && memcmp(sealed, plain, plain_len) == 0, name, "in its own place too it is what was sent");

  srtp_dealloc(sender);
  srtp_dealloc(receiver);
  srtp_dealloc(other);
}

int main(void) {
  srtp_policy_destroy(NULL);
  if (srtp_init() != srtp_err_status_ok) return 1;
  for (size_t at = 0; at < sizeof(ANSWERS) / sizeof(ANSWERS[0]); at++) {
    check_way(&ANSWERS[at], RTP, ANSWERS[at].srtp, srtp_protect, srtp_unprotect);
    check_way(&ANSWERS[at], RTCP, ANSWERS[at].srtcp, srtp_protect_rtcp, srtp_unprotect_rtcp);
    printf("%s holds\n", ANSWERS[at].name);
  }
  return srtp_shutdown() == srtp_err_status_ok ? 0 : 1;
}
