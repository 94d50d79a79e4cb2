#pragma once

#include <stdint.h>

// Number of allocations since the process began, of all threads.
//
// The program that links this has the allocation functions of the C library replaced by ones that
// count and call the original. Only with glibc: elsewhere the number stays 0.
uint64_t allocation_count(void);
