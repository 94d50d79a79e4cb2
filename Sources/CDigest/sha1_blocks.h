// The compression function of SHA-1 over whole blocks of 64 bytes, in two ways.
#ifndef REDOUBT_SHA1_BLOCKS_H
#define REDOUBT_SHA1_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void sha1_blocks(uint32_t state[5], const uint8_t *bytes, size_t count);

sha1_blocks sha1_blocks_portable;
/// Only where `sha1_has_instructions`.
sha1_blocks sha1_blocks_by_instructions;

bool sha1_has_instructions(void);

#endif
