#include "CPrecompiles.h"

#include <openssl/evp.h>
#include <pthread.h>

// Fetching an algorithm by name costs more than hashing a short input, so each is fetched once
// for the life of the process.
static EVP_MD *sha256_algorithm;
static EVP_MD *ripemd160_algorithm;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void fetch(void) {
    sha256_algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    ripemd160_algorithm = EVP_MD_fetch(NULL, "RIPEMD160", NULL);
}

static int digest(const EVP_MD *algorithm, const uint8_t *bytes, size_t count, uint8_t *output) {
    return algorithm != NULL && EVP_Digest(bytes, count, output, NULL, algorithm, NULL) == 1;
}

int precompiles_sha256(const uint8_t *bytes, size_t count, uint8_t output[32]) {
    pthread_once(&fetched, fetch);
    return digest(sha256_algorithm, bytes, count, output);
}

int precompiles_ripemd160(const uint8_t *bytes, size_t count, uint8_t output[20]) {
    pthread_once(&fetched, fetch);
    return digest(ripemd160_algorithm, bytes, count, output);
}
