#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a command line, calling `callback` for every input.
int LLVMFuzzerRunDriver(
    int *argc,
    char ***argv,
    int (*callback)(const uint8_t *data, size_t size)
);

#endif
