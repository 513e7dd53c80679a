#include "CPrecompiles.h"

#include <gmp.h>
#include <string.h>

/// Loads the stored bytes only.
static void load(mpz_t value, precompiles_number number) {
    mpz_import(value, number.count, 1, 1, 1, 0, number.bytes);
}

/// Loads the number with its unstored zeros.
static void load_whole(mpz_t value, precompiles_number number) {
    load(value, number);
    if (mpz_sgn(value) != 0 && number.trailing_zeros != 0) {
        mpz_mul_2exp(value, value, (mp_bitcnt_t)number.trailing_zeros * 8);
    }
}

/// Raises power to 2^(8 * zeros), stopping as soon as squaring changes nothing.
static void square_for_zeros(mpz_t power, uint64_t zeros, const mpz_t modulus) {
    for (uint64_t byte = 0; byte < zeros; byte++) {
        if (mpz_cmp_ui(power, 1) <= 0) {
            return;
        }
        for (int bit = 0; bit < 8; bit++) {
            mpz_mul(power, power, power);
            mpz_mod(power, power, modulus);
        }
    }
}

void precompiles_modular_power(
    precompiles_number base, precompiles_number exponent, precompiles_number modulus,
    uint8_t *output, size_t output_count) {
    memset(output, 0, output_count);
    mpz_t b, e, m, power;
    mpz_inits(b, e, m, power, NULL);
    load_whole(m, modulus);
    if (mpz_sgn(m) != 0) {
        load_whole(b, base);
        load(e, exponent);
        mpz_powm(power, b, e, m);
        if (mpz_sgn(e) != 0) {
            square_for_zeros(power, exponent.trailing_zeros, m);
        }
        if (mpz_sgn(power) != 0) {
            size_t used = (mpz_sizeinbase(power, 2) + 7) / 8;
            mpz_export(output + (output_count - used), NULL, 1, 1, 1, 0, power);
        }
    }
    mpz_clears(b, e, m, power, NULL);
}
