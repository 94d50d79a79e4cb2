/* What the files of this target share. */
#ifndef REDOUBT_SCRIPTING_ENGINE_H
#define REDOUBT_SCRIPTING_ENGINE_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stddef.h>
#include <stdint.h>

#include "scripting.h"

/* Bytes outside the memory of Lua. */
typedef struct {
    unsigned char *bytes;
    size_t count;
    size_t room;
    int failed;
} scripting_store;

struct scripting_engine {
    lua_State *state;
    size_t memory_used;
    size_t memory_max;
    long long instruction_max;
    long long instructions_left;
    int outcome; /* set once something ends the run for good */
    int raises_tables;
    int is_loading; /* a library registers its functions */
    int opened;
    scripting_command command;
    void *owner;
    scripting_store reply;
    scripting_store result;
    uint64_t random_state;
    int json_write_depth_max, json_read_depth_max, json_precision;
    int json_sparse_convert, json_sparse_ratio, json_sparse_safe;
    int json_writes_invalid, json_reads_invalid;
};

scripting_engine *scripting_engine_of(lua_State *state);
void scripting_append(scripting_engine *engine, scripting_store *store, const void *bytes, size_t n);
/* Counts instructions from now on. */
void scripting_watch(lua_State *state);
/* Ends the run for good. */
void scripting_stop(lua_State *state, int outcome);
/* As luaL_loadbuffer, for text alone. */
int scripting_load_text(lua_State *state, const char *text, size_t count, const char *name);
/* Makes the value at the top of the stack the answer of the run. */
int scripting_answer(lua_State *state);
/* Pushes the table into which libraries register their functions. */
void scripting_push_functions(lua_State *state);

/* A growing run of bytes in the memory of Lua, kept alive at a place of the stack. */
typedef struct {
    lua_State *state;
    int place;
    unsigned char *bytes;
    size_t count;
    size_t room;
} scripting_text;

void scripting_text_begin(lua_State *state, scripting_text *text);
void scripting_text_append(scripting_text *text, const void *bytes, size_t count);
void scripting_text_byte(scripting_text *text, unsigned char byte);
void scripting_text_push(scripting_text *text);

int scripting_open_sandbox(lua_State *state);
void scripting_open_registry(lua_State *state);
void scripting_open_redis(lua_State *state);
void scripting_open_random(lua_State *state);
int scripting_open_json(lua_State *state);
int scripting_open_msgpack(lua_State *state);
int scripting_open_struct(lua_State *state);
int scripting_open_bit(lua_State *state);
void scripting_seed(scripting_engine *engine, int32_t seed);

#endif
