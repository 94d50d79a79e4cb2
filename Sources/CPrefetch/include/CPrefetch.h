#ifndef REDOUBT_PREFETCH_H
#define REDOUBT_PREFETCH_H

/// Asks the processor to bring the bytes at an address into its caches; any address will do.
static inline void redoubt_prefetch(const void *address) {
    __builtin_prefetch(address);
}

#endif
