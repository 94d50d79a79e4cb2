// The kernels of each processor family, as `crc64.c` calls them.

#ifndef REDOUBT_CRC64_KERNELS_H
#define REDOUBT_CRC64_KERNELS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

uint64_t crc64_update_pclmul(uint64_t crc, const unsigned char *bytes, size_t count);
uint64_t crc64_update_vpclmul_256(uint64_t crc, const unsigned char *bytes, size_t count);
uint64_t crc64_update_vpclmul_512(uint64_t crc, const unsigned char *bytes, size_t count);
uint64_t crc64_product_pclmul(uint64_t a, uint64_t b);

uint64_t crc64_update_pmull(uint64_t crc, const unsigned char *bytes, size_t count);
uint64_t crc64_product_pmull(uint64_t a, uint64_t b);

// Up to eight bytes as a word, the missing ones zero.
static inline uint64_t crc64_word(const unsigned char *bytes, size_t count) {
    uint64_t word = 0;
    memcpy(&word, bytes, count);
    return word;
}

#endif
