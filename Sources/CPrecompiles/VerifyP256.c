#include "CPrecompiles.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <pthread.h>
#include <string.h>

// A key of the curve made once, from the group's generator: it shows that the library has the
// curve, so that a later refusal of a key can only mean a bad point.
static int curve_is_available;
static pthread_once_t probed = PTHREAD_ONCE_INIT;

/// Makes a public key from affine coordinates; null if they are no point of the curve.
static EVP_PKEY *make_key(const uint8_t coordinates[64]) {
    uint8_t point[65];
    point[0] = 4;
    memcpy(point + 1, coordinates, 64);
    char group[] = "prime256v1";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1
        || EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return key;
}

static void probe(void) {
    static const uint8_t generator[64] = {
        0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2,
        0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96,
        0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16,
        0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5,
    };
    EVP_PKEY *key = make_key(generator);
    curve_is_available = key != NULL;
    EVP_PKEY_free(key);
}

/// Appends a DER integer for a 32-byte number and returns the end.
static uint8_t *append_integer(uint8_t *end, const uint8_t number[32]) {
    size_t skipped = 0;
    while (skipped < 31 && number[skipped] == 0) {
        skipped++;
    }
    size_t sign = number[skipped] >> 7;
    *end++ = 0x02;
    *end++ = (uint8_t)(32 - skipped + sign);
    if (sign) {
        *end++ = 0;
    }
    memcpy(end, number + skipped, 32 - skipped);
    return end + (32 - skipped);
}

/// Encodes (r, s) as a DER sequence of two integers; returns its length, 72 bytes at most.
static size_t encode_signature(const uint8_t signature[64], uint8_t output[72]) {
    uint8_t *end = append_integer(output + 2, signature);
    end = append_integer(end, signature + 32);
    output[0] = 0x30;
    output[1] = (uint8_t)(end - output - 2);
    return (size_t)(end - output);
}

int precompiles_verify_p256(
    const uint8_t hash[32], const uint8_t signature[64], const uint8_t public_key[64]) {
    pthread_once(&probed, probe);
    if (!curve_is_available) {
        return -1;
    }
    EVP_PKEY *key = make_key(public_key);
    if (key == NULL) {
        return 0;
    }
    uint8_t encoded[72];
    size_t length = encode_signature(signature, encoded);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    int holds = context != NULL && EVP_PKEY_verify_init(context) == 1
        && EVP_PKEY_verify(context, encoded, length, hash, 32) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return holds;
}
