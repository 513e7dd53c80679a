#include "CPrecompiles.h"

#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <string.h>

int precompiles_recover_public_key(
    const uint8_t hash[32], const uint8_t signature[64], int parity, uint8_t public_key[64]) {
    // The library's own constant context: recovery needs no secret, hence no blinding.
    const secp256k1_context *context = secp256k1_context_static;
    secp256k1_ecdsa_recoverable_signature recoverable;
    secp256k1_pubkey key;
    if (!secp256k1_ecdsa_recoverable_signature_parse_compact(
            context, &recoverable, signature, parity & 1)) {
        return 0;
    }
    if (!secp256k1_ecdsa_recover(context, &key, &recoverable, hash)) {
        return 0;
    }
    uint8_t serialized[65];
    size_t length = sizeof serialized;
    secp256k1_ec_pubkey_serialize(context, serialized, &length, &key, SECP256K1_EC_UNCOMPRESSED);
    memcpy(public_key, serialized + 1, 64);
    return 1;
}
