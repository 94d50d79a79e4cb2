/* The machine: its limits of memory and instructions, its beginning and its end. */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

enum { hook_step = 1000 };

scripting_engine *scripting_engine_of(lua_State *state) {
    void *engine = NULL;
    lua_getallocf(state, &engine);
    return engine;
}

/* Limits. */

static void *allocate(void *owner, void *block, size_t old, size_t size) {
    scripting_engine *engine = owner;
    if (block == NULL) old = 0;
    if (size == 0) {
        free(block);
        engine->memory_used -= old;
        return NULL;
    }
    size_t left =
        engine->memory_used < engine->memory_max ? engine->memory_max - engine->memory_used : 0;
    if (size > old && engine->opened && size - old > left) {
        /* Lua asks again after a collection in no version 5.1: this ends the run. */
        engine->outcome = scripting_too_large;
        return NULL;
    }
    void *moved = realloc(block, size);
    if (moved == NULL) return NULL;
    engine->memory_used = engine->memory_used - old + size;
    return moved;
}

/* Once stopped, every single instruction raises, so that no pcall goes on. */
static void count_instructions(lua_State *state, lua_Debug *event) {
    (void)event;
    scripting_engine *engine = scripting_engine_of(state);
    engine->instructions_left -= hook_step;
    if (engine->instructions_left <= 0 && engine->outcome == scripting_done)
        engine->outcome = scripting_endless;
    if (engine->outcome == scripting_done) return;
    lua_sethook(state, count_instructions, LUA_MASKCOUNT, 1);
    luaL_error(state, "the script was stopped");
}

void scripting_watch(lua_State *state) {
    lua_sethook(state, count_instructions, LUA_MASKCOUNT, hook_step);
}

void scripting_stop(lua_State *state, int outcome) {
    scripting_engine *engine = scripting_engine_of(state);
    if (engine->outcome == scripting_done) engine->outcome = outcome;
    lua_sethook(state, count_instructions, LUA_MASKCOUNT, 1);
    luaL_error(state, "the script was stopped");
}

void scripting_append(
    scripting_engine *engine, scripting_store *store, const void *bytes, size_t count
) {
    if (store->failed || count == 0) return;
    if (count > store->room - store->count) {
        size_t room = store->room < 1024 ? 1024 : store->room;
        while (room - store->count < count && room <= engine->memory_max) room *= 2;
        unsigned char *moved = room - store->count < count ? NULL : realloc(store->bytes, room);
        if (moved == NULL) {
            store->failed = 1;
            return;
        }
        store->bytes = moved;
        store->room = room;
    }
    memcpy(store->bytes + store->count, bytes, count);
    store->count += count;
}

void scripting_reply(scripting_engine *engine, const void *bytes, size_t count) {
    scripting_append(engine, &engine->reply, bytes, count);
}

scripting_bytes scripting_result(const scripting_engine *engine) {
    scripting_bytes result = {engine->result.bytes, engine->result.count};
    return result;
}

scripting_engine *scripting_open(size_t memory_max, long long instruction_max, int raises_tables) {
    scripting_engine *engine = calloc(1, sizeof *engine);
    if (engine == NULL) return NULL;
    engine->memory_max = memory_max;
    engine->instruction_max = instruction_max;
    engine->raises_tables = raises_tables;
    engine->json_write_depth_max = 1000;
    engine->json_read_depth_max = 1000;
    engine->json_reads_invalid = 1;
    engine->json_precision = 14;
    engine->json_sparse_ratio = 2;
    engine->json_sparse_safe = 10;
    engine->state = lua_newstate(allocate, engine);
    if (engine->state == NULL || lua_cpcall(engine->state, scripting_open_sandbox, NULL) != 0) {
        scripting_close(engine);
        return NULL;
    }
    engine->opened = 1;
    return engine;
}

void scripting_close(scripting_engine *engine) {
    if (engine == NULL) return;
    if (engine->state != NULL) lua_close(engine->state);
    free(engine->reply.bytes);
    free(engine->result.bytes);
    free(engine);
}
