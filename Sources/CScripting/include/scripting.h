/* Lua 5.1 for a caller that must never be unwound: errors of scripts stay on this side. */
#ifndef REDOUBT_SCRIPTING_H
#define REDOUBT_SCRIPTING_H

#include <stddef.h>

typedef struct scripting_engine scripting_engine;

typedef struct {
    const unsigned char *bytes;
    size_t count;
} scripting_bytes;

/* Carries out a command and gives its answer to `scripting_reply`; never raises anything.
   Anything but 0 ends the script for good. */
typedef int (*scripting_command)(
    void *owner, scripting_engine *engine, const scripting_bytes *words, size_t count
);

enum scripting_outcome {
    scripting_done = 0,      /* the result holds the answer */
    scripting_failed = 1,    /* the result holds an error of the script */
    scripting_endless = 2,   /* more instructions than allowed */
    scripting_too_large = 3, /* more memory than allowed */
    scripting_stopped = 4,   /* the caller's command asked for it */
    scripting_unsupported = 5 /* something that servers have and this machine has not */
};

/* What a run starts from: a script by its text, or a function by its name. */
typedef struct {
    scripting_bytes name;   /* SHA-1 of the script, or name of the function */
    scripting_bytes source; /* text of the script; none for a function */
    const scripting_bytes *words;
    size_t key_count;
    size_t word_count;
    scripting_command command;
    void *owner;
} scripting_request;

/* `raises_tables`: errors of redis.call are tables, as from Redis 7.0 on. */
scripting_engine *scripting_open(size_t memory_max, long long instruction_max, int raises_tables);
void scripting_close(scripting_engine *engine);

int scripting_run(scripting_engine *engine, const scripting_request *request);
/* Runs the text of a library, which registers its functions. */
int scripting_load_library(scripting_engine *engine, scripting_bytes source);
/* Whether the text is a script. */
int scripting_compiles(scripting_engine *engine, scripting_bytes source);

/* Appends to the answer of the command that runs, in the protocol of the servers (RESP2). */
void scripting_reply(scripting_engine *engine, const void *bytes, size_t count);
/* The answer of the last run, in the protocol of the servers. */
scripting_bytes scripting_result(const scripting_engine *engine);

#endif
