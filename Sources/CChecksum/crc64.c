// Which kernels there are, and which of them this processor can run.

#include "crc64.h"
#include "kernels.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#ifndef HWCAP_PMULL
#define HWCAP_PMULL (1UL << 4)
#endif
#endif

#if defined(__x86_64__)

bool crc64_has(crc64_kernel kernel) {
    // The answers take the system's support for wide registers into account.
    __builtin_cpu_init();
    switch (kernel) {
    case CRC64_PCLMUL:
        return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
    case CRC64_VPCLMUL_256:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul")
            && __builtin_cpu_supports("vpclmulqdq");
    case CRC64_VPCLMUL_512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("pclmul")
            && __builtin_cpu_supports("vpclmulqdq");
    default:
        return false;
    }
}

uint64_t crc64_update(crc64_kernel kernel, uint64_t crc, const void *bytes, size_t count) {
    switch (kernel) {
    case CRC64_VPCLMUL_256: return crc64_update_vpclmul_256(crc, bytes, count);
    case CRC64_VPCLMUL_512: return crc64_update_vpclmul_512(crc, bytes, count);
    default: return crc64_update_pclmul(crc, bytes, count);
    }
}

uint64_t crc64_product(crc64_kernel kernel, uint64_t a, uint64_t b) {
    (void)kernel;
    return crc64_product_pclmul(a, b);
}

#elif defined(__aarch64__)

bool crc64_has(crc64_kernel kernel) {
    if (kernel != CRC64_PMULL) return false;
#if defined(__linux__)
    return (getauxval(AT_HWCAP) & HWCAP_PMULL) != 0;
#elif defined(__APPLE__)
    return true;
#else
    return false;
#endif
}

uint64_t crc64_update(crc64_kernel kernel, uint64_t crc, const void *bytes, size_t count) {
    (void)kernel;
    return crc64_update_pmull(crc, bytes, count);
}

uint64_t crc64_product(crc64_kernel kernel, uint64_t a, uint64_t b) {
    (void)kernel;
    return crc64_product_pmull(a, b);
}

#else

// No kernel: whoever asks first never gets to the two others.

bool crc64_has(crc64_kernel kernel) {
    (void)kernel;
    return false;
}

uint64_t crc64_update(crc64_kernel kernel, uint64_t crc, const void *bytes, size_t count) {
    (void)kernel, (void)bytes, (void)count;
    return crc;
}

uint64_t crc64_product(crc64_kernel kernel, uint64_t a, uint64_t b) {
    (void)kernel, (void)b;
    return a;
}

#endif
