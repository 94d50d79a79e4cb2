#include "sha1_blocks.h"

static uint32_t rotated(uint32_t word, int bits) {
    return word << bits | word >> (32 - bits);
}

static uint32_t word_at(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t mixed(int round, uint32_t b, uint32_t c, uint32_t d) {
    switch (round / 20) {
    case 0: return ((b & c) | (~b & d)) + 0x5A827999;
    case 1: return (b ^ c ^ d) + 0x6ED9EBA1;
    case 2: return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC;
    default: return (b ^ c ^ d) + 0xCA62C1D6;
    }
}

static void one_block(uint32_t state[5], const uint8_t *bytes) {
    uint32_t words[16];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int round = 0; round < 80; round++) {
        uint32_t *word = &words[round & 15];
        if (round < 16) {
            *word = word_at(bytes + 4 * round);
        } else {
            *word = rotated(words[(round + 13) & 15] ^ words[(round + 8) & 15]
                                ^ words[(round + 2) & 15] ^ *word, 1);
        }
        uint32_t next = rotated(a, 5) + mixed(round, b, c, d) + e + *word;
        e = d;
        d = c;
        c = rotated(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

void sha1_blocks_portable(uint32_t state[5], const uint8_t *bytes, size_t count) {
    for (size_t index = 0; index < count; index++) one_block(state, bytes + 64 * index);
}
