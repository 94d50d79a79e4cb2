// The kernel of arm64: PMULL on 16 bytes, by the method that `x86.c` describes.

#if defined(__aarch64__)

#include "crc64.h"
#include "kernels.h"

#include <arm_neon.h>

#define WITH_PMULL __attribute__((target("aes")))
#define INLINE static inline __attribute__((always_inline))

typedef struct {
    uint64_t high;
    uint64_t low;
} factors;

INLINE WITH_PMULL uint64x2_t load(const unsigned char *bytes) {
    return vreinterpretq_u64_u8(vld1q_u8(bytes));
}

INLINE WITH_PMULL uint64x2_t multiply(uint64_t a, uint64_t b) {
    return vreinterpretq_u64_p128(vmull_p64((poly64_t)a, (poly64_t)b));
}

// Moves `sum` forward by the distance of `k` and takes `next` in.
INLINE WITH_PMULL uint64x2_t fold(uint64x2_t sum, factors k, uint64x2_t next) {
    uint64x2_t high = multiply(vgetq_lane_u64(sum, 0), k.high);
    uint64x2_t low = multiply(vgetq_lane_u64(sum, 1), k.low);
    return veorq_u64(veorq_u64(high, low), next);
}

// `high` times x^64 modulo the polynomial.
INLINE WITH_PMULL uint64_t reduce(uint64_t high) {
    uint64_t product = vgetq_lane_u64(multiply(high, CRC64_QUOTIENT), 0);
    uint64x2_t taken = multiply(high ^ (product << 1), CRC64_POLYNOMIAL);
    return vgetq_lane_u64(taken, 1) << 1 | vgetq_lane_u64(taken, 0) >> 63;
}

// `sum` times x^64 modulo the polynomial: the checksum of its sixteen bytes.
INLINE WITH_PMULL uint64_t finish(uint64x2_t sum) {
    // The higher word moves by 128 bits, the lower one by 64: to where the higher one was.
    uint64x2_t moved = multiply(vgetq_lane_u64(sum, 0), CRC64_FOLD_128_LOW);
    return reduce(vgetq_lane_u64(moved, 0) ^ vgetq_lane_u64(sum, 1)) ^ vgetq_lane_u64(moved, 1);
}

// Fewer than sixteen bytes.
INLINE WITH_PMULL uint64_t tail(uint64_t crc, const unsigned char *bytes, size_t count) {
    if (count >= 8) {
        crc = reduce(crc ^ crc64_word(bytes, 8));
        bytes += 8;
        count -= 8;
    }
    if (count == 0) return crc;
    unsigned bits = (unsigned)count * 8;
    return reduce((crc ^ crc64_word(bytes, count)) << (64 - bits)) ^ crc >> bits;
}

WITH_PMULL uint64_t crc64_update_pmull(uint64_t crc, const unsigned char *bytes, size_t count) {
    if (count < 16) return tail(crc, bytes, count);
    uint64x2_t sum = veorq_u64(load(bytes), vcombine_u64(vcreate_u64(crc), vcreate_u64(0)));
    bytes += 16;
    count -= 16;
    factors step = {CRC64_FOLD_128_HIGH, CRC64_FOLD_128_LOW};
    if (count >= 112) {
        factors far = {CRC64_FOLD_1024_HIGH, CRC64_FOLD_1024_LOW};
        uint64x2_t sums[8];
        sums[0] = sum;
        for (int i = 1; i < 8; i++) sums[i] = load(bytes + 16 * (i - 1));
        bytes += 112;
        count -= 112;
        for (; count >= 128; bytes += 128, count -= 128) {
            for (int i = 0; i < 8; i++) sums[i] = fold(sums[i], far, load(bytes + 16 * i));
        }
        for (int i = 1; i < 8; i++) sums[i] = fold(sums[i - 1], step, sums[i]);
        sum = sums[7];
    }
    for (; count >= 16; bytes += 16, count -= 16) sum = fold(sum, step, load(bytes));
    return tail(finish(sum), bytes, count);
}

WITH_PMULL uint64_t crc64_product_pmull(uint64_t a, uint64_t b) {
    uint64x2_t product = multiply(a, b);
    uint64_t high = vgetq_lane_u64(product, 0);
    uint64_t low = vgetq_lane_u64(product, 1);
    return reduce(high << 1) ^ (low << 1 | high >> 63);
}

#endif
