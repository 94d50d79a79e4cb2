#include "sha1_blocks.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define USES_SHA __attribute__((target("sha,sse4.1,ssse3")))

// Leaf 7 tells of the SHA instructions, leaf 1 of the others that stand beside them here.
bool sha1_has_instructions(void) {
    static _Atomic int answer = -1;
    if (answer < 0) {
        unsigned a, b, c, d;
        int has = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
        has = has && __get_cpuid(1, &a, &b, &c, &d) && (c >> 9 & 1) && (c >> 19 & 1);
        answer = has;
    }
    return answer;
}

// Four words of the schedule from the sixteen before them.
USES_SHA static inline __m128i scheduled(const __m128i words[4], int group) {
    __m128i oldest = words[group & 3];
    __m128i first = _mm_sha1msg1_epu32(oldest, words[(group + 1) & 3]);
    return _mm_sha1msg2_epu32(_mm_xor_si128(first, words[(group + 2) & 3]), words[(group + 3) & 3]);
}

// Four rounds. The last state but one gives the fifth word of the next group.
#define GROUP(group, phase)                                                                        \
    do {                                                                                           \
        __m128i word = (group) < 4 ? words[(group) & 3] : scheduled(words, group);                 \
        __m128i sum = (group) == 0 ? _mm_add_epi32(fifth, word) : _mm_sha1nexte_epu32(fifth, word); \
        words[(group) & 3] = word;                                                                 \
        fifth = state;                                                                             \
        state = _mm_sha1rnds4_epu32(state, sum, phase);                                            \
    } while (0)

#define PHASE(phase)                                                                               \
    do {                                                                                           \
        GROUP(5 * (phase), phase);                                                                 \
        GROUP(5 * (phase) + 1, phase);                                                             \
        GROUP(5 * (phase) + 2, phase);                                                             \
        GROUP(5 * (phase) + 3, phase);                                                             \
        GROUP(5 * (phase) + 4, phase);                                                             \
    } while (0)

USES_SHA void sha1_blocks_by_instructions(uint32_t out[5], const uint8_t *bytes, size_t count) {
    const __m128i big_endian = _mm_set_epi64x(0x0001020304050607, 0x08090A0B0C0D0E0F);
    __m128i state = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)out), 0x1B);
    __m128i fifth = _mm_set_epi32((int)out[4], 0, 0, 0);
    for (size_t index = 0; index < count; index++) {
        __m128i words[4];
        for (int group = 0; group < 4; group++) {
            const uint8_t *place = bytes + 64 * index + 16 * group;
            words[group] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)place), big_endian);
        }
        __m128i state_before = state, fifth_before = fifth;
        PHASE(0);
        PHASE(1);
        PHASE(2);
        PHASE(3);
        state = _mm_add_epi32(state, state_before);
        fifth = _mm_sha1nexte_epu32(fifth, fifth_before);
    }
    _mm_storeu_si128((__m128i *)out, _mm_shuffle_epi32(state, 0x1B));
    out[4] = (uint32_t)_mm_extract_epi32(fifth, 3);
}

#else

bool sha1_has_instructions(void) {
    return false;
}

void sha1_blocks_by_instructions(uint32_t state[5], const uint8_t *bytes, size_t count) {
    sha1_blocks_portable(state, bytes, count);
}

#endif
