// The kernels of x86-64: PCLMULQDQ on 16 bytes, VPCLMULQDQ on 32 and 64.
//
// A long run is taken in several accumulators side by side, each folded over the distance of all of
// them, so that no multiplication waits for the one before. At the end they are folded into one,
// that one over what is left in steps of 16 bytes, and the last 16 bytes are reduced to the
// checksum by Barrett's method: the quotient is a product with a constant, and so is what it takes
// away.

#if defined(__x86_64__)

#include "crc64.h"
#include "kernels.h"

#include <immintrin.h>

#define WITH_PCLMUL __attribute__((target("pclmul,sse4.1")))
#define WITH_AVX2 __attribute__((target("pclmul,avx2,vpclmulqdq")))
#define WITH_AVX512 __attribute__((target("pclmul,avx512f,vpclmulqdq")))
#define INLINE static inline __attribute__((always_inline))

// MARK: 16 bytes

INLINE WITH_PCLMUL __m128i load(const unsigned char *bytes) {
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

INLINE WITH_PCLMUL __m128i factors(uint64_t high, uint64_t low) {
    return _mm_set_epi64x((long long)low, (long long)high);
}

// Moves `sum` forward by the distance of `k` and takes `next` in.
INLINE WITH_PCLMUL __m128i fold(__m128i sum, __m128i k, __m128i next) {
    __m128i high = _mm_clmulepi64_si128(sum, k, 0x00);
    __m128i low = _mm_clmulepi64_si128(sum, k, 0x11);
    return _mm_xor_si128(_mm_xor_si128(high, low), next);
}

// `high` times x^64 modulo the polynomial.
INLINE WITH_PCLMUL uint64_t reduce(uint64_t high) {
    __m128i k = factors(CRC64_QUOTIENT, CRC64_POLYNOMIAL);
    __m128i word = _mm_cvtsi64_si128((long long)high);
    uint64_t product = (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(word, k, 0x00));
    __m128i quotient = _mm_cvtsi64_si128((long long)(high ^ (product << 1)));
    __m128i taken = _mm_clmulepi64_si128(quotient, k, 0x10);
    uint64_t low = (uint64_t)_mm_cvtsi128_si64(taken);
    uint64_t top = (uint64_t)_mm_extract_epi64(taken, 1);
    return top << 1 | low >> 63;
}

// `sum` times x^64 modulo the polynomial: the checksum of its sixteen bytes.
INLINE WITH_PCLMUL uint64_t finish(__m128i sum) {
    __m128i k = factors(CRC64_FOLD_128_LOW, 0);
    // The higher word moves by 128 bits, the lower one by 64: to where the higher one was.
    __m128i moved = _mm_xor_si128(_mm_clmulepi64_si128(sum, k, 0x00), _mm_srli_si128(sum, 8));
    return reduce((uint64_t)_mm_cvtsi128_si64(moved)) ^ (uint64_t)_mm_extract_epi64(moved, 1);
}

// Fewer than sixteen bytes.
INLINE WITH_PCLMUL uint64_t tail(uint64_t crc, const unsigned char *bytes, size_t count) {
    if (count >= 8) {
        crc = reduce(crc ^ crc64_word(bytes, 8));
        bytes += 8;
        count -= 8;
    }
    if (count == 0) return crc;
    unsigned bits = (unsigned)count * 8;
    return reduce((crc ^ crc64_word(bytes, count)) << (64 - bits)) ^ crc >> bits;
}

// Goes on behind the sixteen bytes in `sum`.
INLINE WITH_PCLMUL uint64_t rest(__m128i sum, const unsigned char *bytes, size_t count) {
    __m128i k = factors(CRC64_FOLD_128_HIGH, CRC64_FOLD_128_LOW);
    for (; count >= 16; bytes += 16, count -= 16) sum = fold(sum, k, load(bytes));
    return tail(finish(sum), bytes, count);
}

WITH_PCLMUL uint64_t crc64_update_pclmul(uint64_t crc, const unsigned char *bytes, size_t count) {
    if (count < 16) return tail(crc, bytes, count);
    __m128i first = _mm_xor_si128(load(bytes), _mm_cvtsi64_si128((long long)crc));
    if (count < 128) return rest(first, bytes + 16, count - 16);
    __m128i sums[8] = {
        first, load(bytes + 16), load(bytes + 32), load(bytes + 48),
        load(bytes + 64), load(bytes + 80), load(bytes + 96), load(bytes + 112),
    };
    __m128i k = factors(CRC64_FOLD_1024_HIGH, CRC64_FOLD_1024_LOW);
    bytes += 128;
    count -= 128;
    for (; count >= 128; bytes += 128, count -= 128) {
        for (int i = 0; i < 8; i++) sums[i] = fold(sums[i], k, load(bytes + 16 * i));
    }
    k = factors(CRC64_FOLD_128_HIGH, CRC64_FOLD_128_LOW);
    for (int i = 1; i < 8; i++) sums[i] = fold(sums[i - 1], k, sums[i]);
    return rest(sums[7], bytes, count);
}

WITH_PCLMUL uint64_t crc64_product_pclmul(uint64_t a, uint64_t b) {
    __m128i x = _mm_cvtsi64_si128((long long)a);
    __m128i product = _mm_clmulepi64_si128(x, _mm_cvtsi64_si128((long long)b), 0x00);
    uint64_t high = (uint64_t)_mm_cvtsi128_si64(product);
    uint64_t low = (uint64_t)_mm_extract_epi64(product, 1);
    return reduce(high << 1) ^ (low << 1 | high >> 63);
}

// MARK: 32 bytes

INLINE WITH_AVX2 __m256i load256(const unsigned char *bytes) {
    return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

INLINE WITH_AVX2 __m256i fold256(__m256i sum, __m256i k, __m256i next) {
    __m256i high = _mm256_clmulepi64_epi128(sum, k, 0x00);
    __m256i low = _mm256_clmulepi64_epi128(sum, k, 0x11);
    return _mm256_xor_si256(_mm256_xor_si256(high, low), next);
}

INLINE WITH_AVX2 __m256i factors256(uint64_t high, uint64_t low) {
    return _mm256_broadcastsi128_si256(factors(high, low));
}

WITH_AVX2 uint64_t crc64_update_vpclmul_256(
    uint64_t crc, const unsigned char *bytes, size_t count
) {
    if (count < 256) return crc64_update_pclmul(crc, bytes, count);
    __m256i sums[8];
    for (int i = 0; i < 8; i++) sums[i] = load256(bytes + 32 * i);
    sums[0] = _mm256_xor_si256(sums[0], _mm256_set_epi64x(0, 0, 0, (long long)crc));
    __m256i k = factors256(CRC64_FOLD_2048_HIGH, CRC64_FOLD_2048_LOW);
    bytes += 256;
    count -= 256;
    for (; count >= 256; bytes += 256, count -= 256) {
        for (int i = 0; i < 8; i++) sums[i] = fold256(sums[i], k, load256(bytes + 32 * i));
    }
    k = factors256(CRC64_FOLD_256_HIGH, CRC64_FOLD_256_LOW);
    for (int i = 1; i < 8; i++) sums[i] = fold256(sums[i - 1], k, sums[i]);
    __m128i sum = fold(
        _mm256_castsi256_si128(sums[7]),
        factors(CRC64_FOLD_128_HIGH, CRC64_FOLD_128_LOW),
        _mm256_extracti128_si256(sums[7], 1)
    );
    return rest(sum, bytes, count);
}

// MARK: 64 bytes

INLINE WITH_AVX512 __m512i load512(const unsigned char *bytes) {
    return _mm512_loadu_si512((const void *)bytes);
}

INLINE WITH_AVX512 __m512i fold512(__m512i sum, __m512i k, __m512i next) {
    __m512i high = _mm512_clmulepi64_epi128(sum, k, 0x00);
    __m512i low = _mm512_clmulepi64_epi128(sum, k, 0x11);
    // 0x96: the xor of all three.
    return _mm512_ternarylogic_epi64(high, low, next, 0x96);
}

INLINE WITH_AVX512 __m512i factors512(uint64_t high, uint64_t low) {
    return _mm512_broadcast_i32x4(factors(high, low));
}

WITH_AVX512 uint64_t crc64_update_vpclmul_512(
    uint64_t crc, const unsigned char *bytes, size_t count
) {
    if (count < 256) return crc64_update_pclmul(crc, bytes, count);
    __m512i sums[4];
    for (int i = 0; i < 4; i++) sums[i] = load512(bytes + 64 * i);
    sums[0] = _mm512_xor_si512(
        sums[0], _mm512_zextsi128_si512(_mm_cvtsi64_si128((long long)crc))
    );
    __m512i k = factors512(CRC64_FOLD_2048_HIGH, CRC64_FOLD_2048_LOW);
    bytes += 256;
    count -= 256;
    for (; count >= 256; bytes += 256, count -= 256) {
        for (int i = 0; i < 4; i++) sums[i] = fold512(sums[i], k, load512(bytes + 64 * i));
    }
    k = factors512(CRC64_FOLD_512_HIGH, CRC64_FOLD_512_LOW);
    for (int i = 1; i < 4; i++) sums[i] = fold512(sums[i - 1], k, sums[i]);
    __m128i step = factors(CRC64_FOLD_128_HIGH, CRC64_FOLD_128_LOW);
    __m128i sum = _mm512_castsi512_si128(sums[3]);
    sum = fold(sum, step, _mm512_extracti32x4_epi32(sums[3], 1));
    sum = fold(sum, step, _mm512_extracti32x4_epi32(sums[3], 2));
    sum = fold(sum, step, _mm512_extracti32x4_epi32(sums[3], 3));
    return rest(sum, bytes, count);
}

#endif
