// CRC-64 "Jones" by carry-less multiplication: polynomial AD93D23594C935A9, reflected in and out,
// start value 0, no final xor.
//
// A run of bytes is a polynomial over GF(2), its first bit the highest power. All words here are
// reflected: bit 0 of a word is its highest power, as the bits come out of memory on a
// little-endian machine. The product of two reflected words comes out one power too high, which is
// why the exponents of the constants are one less than a reader would expect.

#ifndef REDOUBT_CRC64_H
#define REDOUBT_CRC64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The polynomial without x^64, reflected.
#define CRC64_POLYNOMIAL 0x95AC9329AC4BC9B5ULL
// The quotient of x^128 by the polynomial, without x^64, reflected.
#define CRC64_QUOTIENT 0x1F367D194D77CFBBULL

// To move sixteen bytes forward by n bits, the word of the higher powers is multiplied by
// x^(n+63) and that of the lower ones by x^(n-1), both modulo the polynomial and reflected.
#define CRC64_FOLD_128_HIGH 0xD9D7BE7D505DA32CULL
#define CRC64_FOLD_128_LOW 0x381D0015C96F4444ULL
#define CRC64_FOLD_256_HIGH 0x6BA4D760AB38201EULL
#define CRC64_FOLD_256_LOW 0xEF3D1D18ED889ED2ULL
#define CRC64_FOLD_512_HIGH 0xAF86EFB16D9AB4FBULL
#define CRC64_FOLD_512_LOW 0xF49784A634F014E4ULL
#define CRC64_FOLD_1024_HIGH 0xCC26FA7C57F8054CULL
#define CRC64_FOLD_1024_LOW 0x768361524D29ED0BULL
#define CRC64_FOLD_2048_HIGH 0x9A8908341A6D6D52ULL
#define CRC64_FOLD_2048_LOW 0x9471A5389095FE44ULL

// The ways to multiply; each needs a processor, and a system, that has it.
typedef enum {
    // x86-64: 16 bytes at once.
    CRC64_PCLMUL = 0,
    // x86-64 with AVX2: 32 bytes at once.
    CRC64_VPCLMUL_256 = 1,
    // x86-64 with AVX-512: 64 bytes at once.
    CRC64_VPCLMUL_512 = 2,
    // arm64: 16 bytes at once.
    CRC64_PMULL = 3,
} crc64_kernel;

// Whether this processor can run a kernel.
bool crc64_has(crc64_kernel kernel);

// Continues the checksum `crc` over `count` bytes. The processor must have the kernel.
uint64_t crc64_update(crc64_kernel kernel, uint64_t crc, const void *bytes, size_t count);

// The product of two reflected polynomials modulo the polynomial. The processor must have the
// kernel.
uint64_t crc64_product(crc64_kernel kernel, uint64_t a, uint64_t b);

#endif
