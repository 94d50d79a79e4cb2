#include "sha1.h"
#include "sha1_blocks.h"

#include <string.h>

enum { block_size = 64, length_size = 8, digest_words = 5 };

static void put_big_endian(uint8_t *out, uint64_t value, int size) {
    for (int index = 0; index < size; index++) {
        out[index] = (uint8_t)(value >> (8 * (size - 1 - index)));
    }
}

// Whole blocks from the input, then one or two made of the rest, a 1 bit and the length in bits.
static void sha1(sha1_blocks *blocks, const uint8_t *bytes, size_t count, uint8_t digest[20]) {
    uint32_t state[digest_words] = {
        0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0,
    };
    size_t whole = count / block_size;
    size_t rest = count % block_size;
    uint8_t tail[2 * block_size] = {0};
    if (whole > 0) blocks(state, bytes, whole);
    if (rest > 0) memcpy(tail, bytes + whole * block_size, rest);
    tail[rest] = 0x80;
    size_t tail_blocks = rest + 1 + length_size <= block_size ? 1 : 2;
    put_big_endian(tail + tail_blocks * block_size - length_size, (uint64_t)count * 8, length_size);
    blocks(state, tail, tail_blocks);
    for (int word = 0; word < digest_words; word++) {
        put_big_endian(digest + 4 * word, state[word], 4);
    }
}

void redoubt_sha1(const void *bytes, size_t count, uint8_t digest[20]) {
    sha1(sha1_has_instructions() ? sha1_blocks_by_instructions : sha1_blocks_portable, bytes, count,
         digest);
}

void redoubt_sha1_portable(const void *bytes, size_t count, uint8_t digest[20]) {
    sha1(sha1_blocks_portable, bytes, count, digest);
}
