// SHA-1 (FIPS 180-4) in one call, for the many short inputs of a dataset digest.
#ifndef REDOUBT_SHA1_H
#define REDOUBT_SHA1_H

#include <stddef.h>
#include <stdint.h>

/// Writes the 20 bytes of the SHA-1 of `count` bytes.
void redoubt_sha1(const void *bytes, size_t count, uint8_t digest[20]);

/// The same without the processor's instructions for SHA-1: what others are tested against.
void redoubt_sha1_portable(const void *bytes, size_t count, uint8_t digest[20]);

#endif
