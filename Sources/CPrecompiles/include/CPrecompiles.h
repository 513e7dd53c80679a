// Plain C faces of the libraries behind some precompiled contracts.
//
// Swift sees neither the libraries' macros nor their opaque structures through this header, so
// targets that import it need no other C module. All integers are big endian. Every function may
// be called from several threads at once.

#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A big-endian number: the stored bytes, then `trailing_zeros` zero bytes that are not stored.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    uint64_t trailing_zeros;
} precompiles_number;

/// Writes base^exponent mod modulus, left-padded to `output_count` bytes.
///
/// A modulus of zero gives zero. `output_count` must be at least the modulus's own size. Time for
/// unstored zeros of the exponent is one squaring a bit; memory grows with none of them.
void precompiles_modular_power(
    precompiles_number base, precompiles_number exponent, precompiles_number modulus,
    uint8_t *output, size_t output_count);

/// Computes SHA-256; returns 0 if the library cannot.
int precompiles_sha256(const uint8_t *bytes, size_t count, uint8_t output[32]);

/// Computes RIPEMD-160; returns 0 if the library cannot.
int precompiles_ripemd160(const uint8_t *bytes, size_t count, uint8_t output[20]);

/// Recovers a secp256k1 public key as x and y from r, s and the parity of the nonce point's y.
///
/// Returns 0 where no key exists: r or s is zero or not below the group order, r is no
/// x-coordinate, or the key would be the point at infinity.
int precompiles_recover_public_key(
    const uint8_t hash[32], const uint8_t signature[64], int parity, uint8_t public_key[64]);

/// Verifies a P-256 ECDSA signature (r, s) of a 32-byte hash under the key with affine
/// coordinates (x, y).
///
/// Returns 1 if it holds, 0 if not or if (x, y) is no point of the curve, and a negative number
/// if the library lacks the curve.
int precompiles_verify_p256(
    const uint8_t hash[32], const uint8_t signature[64], const uint8_t public_key[64]);

#ifdef __cplusplus
}
#endif
