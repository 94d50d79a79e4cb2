/* The machine: memory and instruction limits, the sandbox, and runs under protection. */
#include "engine.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { hook_step = 1000 };
static const char functions_key = 0, scripts_key = 0x1;

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

/* The sandbox. */

static int clock_seconds(lua_State *state) {
    lua_pushnumber(state, (lua_Number)clock() / (lua_Number)CLOCKS_PER_SEC);
    return 1;
}

/* Compiled code could break the machine, so only text is taken. */
static int load_text(lua_State *state, const char *text, size_t count, const char *name) {
    if (count > 0 && text[0] == LUA_SIGNATURE[0]) {
        lua_pushliteral(state, "compiled code is not taken");
        return LUA_ERRSYNTAX;
    }
    return luaL_loadbuffer(state, text, count, name);
}

static int load_string(lua_State *state) {
    size_t count;
    const char *text = luaL_checklstring(state, 1, &count);
    if (load_text(state, text, count, luaL_optstring(state, 2, text)) == 0) return 1;
    lua_pushnil(state);
    lua_insert(state, -2);
    return 2;
}

/* load(function): the pieces that the function gives are joined first. */
static int load_pieces(lua_State *state) {
    luaL_checktype(state, 1, LUA_TFUNCTION);
    const char *name = luaL_optstring(state, 2, "=(load)");
    scripting_text text;
    scripting_text_begin(state, &text);
    for (;;) {
        size_t count;
        lua_pushvalue(state, 1);
        lua_call(state, 0, 1);
        if (lua_isnil(state, -1)) break;
        const char *piece = lua_tolstring(state, -1, &count);
        if (piece == NULL) return luaL_error(state, "reader function must return a string");
        if (count == 0) break;
        scripting_text_append(&text, piece, count);
        lua_pop(state, 1);
    }
    if (load_text(state, (const char *)text.bytes, text.count, name) == 0) return 1;
    lua_pushnil(state);
    lua_insert(state, -2);
    return 2;
}

/* The library's own takes time, not memory, for an empty text. */
static int repeat(lua_State *state) {
    size_t count;
    const char *text = luaL_checklstring(state, 1, &count);
    lua_Number times = luaL_checknumber(state, 2);
    scripting_engine *engine = scripting_engine_of(state);
    if (count == 0 || !(times >= 1)) {
        lua_pushliteral(state, "");
        return 1;
    }
    if (times > (lua_Number)engine->memory_max / (lua_Number)count) {
        scripting_stop(state, scripting_too_large);
        return 0;
    }
    size_t whole = (size_t)times, total = whole * count;
    char *room = lua_newuserdata(state, total);
    for (size_t i = 0; i < whole; i++) memcpy(room + i * count, text, count);
    lua_pushlstring(state, room, total);
    return 1;
}

/* The library's own recurses for each part of a pattern that may match more or less. */
enum { flexible_parts_max = 2000 };

static void check_pattern(lua_State *state) {
    size_t count, parts = 0;
    const char *pattern = lua_tolstring(state, 2, &count);
    if (pattern == NULL) return;
    for (size_t i = 0; i < count; i++) parts += memchr("?*+-(", pattern[i], 5) != NULL;
    if (parts > flexible_parts_max) luaL_error(state, "pattern too complex");
}

static int guarded(lua_State *state) {
    check_pattern(state);
    lua_pushvalue(state, lua_upvalueindex(1));
    lua_insert(state, 1);
    lua_call(state, lua_gettop(state) - 1, LUA_MULTRET);
    return lua_gettop(state);
}

static void guard_patterns(lua_State *state) {
    static const char *const names[] = {"find", "match", "gmatch", "gfind", "gsub"};
    lua_getglobal(state, "string");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lua_getfield(state, -1, names[i]);
        if (lua_isnil(state, -1)) {
            lua_pop(state, 1);
            continue;
        }
        lua_pushcclosure(state, guarded, 1);
        lua_setfield(state, -2, names[i]);
    }
    lua_pop(state, 1);
}

static int refuse_new_global(lua_State *state) {
    return luaL_error(
        state, "Script attempted to create global variable '%s'",
        lua_type(state, 2) == LUA_TSTRING ? lua_tostring(state, 2) : luaL_typename(state, 2)
    );
}

static int refuse_missing_global(lua_State *state) {
    return luaL_error(
        state, "Script attempted to access nonexistent global variable '%s'",
        lua_type(state, 2) == LUA_TSTRING ? lua_tostring(state, 2) : luaL_typename(state, 2)
    );
}

static void protect_globals(lua_State *state) {
    lua_newtable(state);
    lua_pushcfunction(state, refuse_new_global);
    lua_setfield(state, -2, "__newindex");
    lua_pushcfunction(state, refuse_missing_global);
    lua_setfield(state, -2, "__index");
    lua_setmetatable(state, LUA_GLOBALSINDEX);
}

static void open_library(lua_State *state, const char *name, lua_CFunction open) {
    lua_pushcfunction(state, open);
    lua_pushstring(state, name);
    lua_call(state, 1, 0);
}

static void replace(lua_State *state, const char *table, const char *name, lua_CFunction with) {
    lua_getglobal(state, table);
    lua_pushcfunction(state, with);
    lua_setfield(state, -2, name);
    lua_pop(state, 1);
}

static int open_all(lua_State *state) {
    open_library(state, "", luaopen_base);
    open_library(state, LUA_TABLIBNAME, luaopen_table);
    open_library(state, LUA_STRLIBNAME, luaopen_string);
    open_library(state, LUA_MATHLIBNAME, luaopen_math);
    static const char *const removed[] = {"print", "dofile", "loadfile", "newproxy"};
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++) {
        lua_pushnil(state);
        lua_setglobal(state, removed[i]);
    }
    replace(state, "_G", "loadstring", load_string);
    replace(state, "_G", "load", load_pieces);
    replace(state, "string", "rep", repeat);
    guard_patterns(state);
    static const luaL_Reg system[] = {{"clock", clock_seconds}, {NULL, NULL}};
    luaL_register(state, "os", system);
    scripting_open_random(state);
    scripting_open_json(state);
    scripting_open_msgpack(state);
    scripting_open_struct(state);
    scripting_open_bit(state);
    scripting_open_redis(state);
    lua_pushlightuserdata(state, (void *)&functions_key);
    lua_newtable(state);
    lua_rawset(state, LUA_REGISTRYINDEX);
    lua_pushlightuserdata(state, (void *)&scripts_key);
    lua_newtable(state);
    lua_rawset(state, LUA_REGISTRYINDEX);
    protect_globals(state);
    return 0;
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
    if (engine->state == NULL || lua_cpcall(engine->state, open_all, NULL) != 0) {
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

/* Runs. */

static void push_words(lua_State *state, const scripting_bytes *words, size_t count) {
    lua_newtable(state);
    for (size_t i = 0; i < count; i++) {
        lua_pushlstring(state, (const char *)words[i].bytes, words[i].count);
        lua_rawseti(state, -2, (int)i + 1);
    }
}

static void set_global(lua_State *state, const char *name) {
    lua_pushstring(state, name);
    lua_insert(state, -2);
    lua_rawset(state, LUA_GLOBALSINDEX);
}

/* A first line `#!lua …` is for the server. */
static void without_first_line(scripting_bytes *source) {
    if (source->count < 2 || memcmp(source->bytes, "#!", 2) != 0) return;
    const unsigned char *end = memchr(source->bytes, '\n', source->count);
    size_t cut = end == NULL ? source->count : (size_t)(end - source->bytes);
    source->bytes += cut;
    source->count -= cut;
}

static void compile(lua_State *state, scripting_bytes source) {
    without_first_line(&source);
    const char *text = source.count == 0 ? "" : (const char *)source.bytes;
    if (load_text(state, text, source.count, "@user_script") != 0) lua_error(state);
}

static void push_callee(lua_State *state, const scripting_request *request) {
    int is_script = request->source.bytes != NULL;
    lua_pushlightuserdata(state, (void *)(is_script ? &scripts_key : &functions_key));
    lua_rawget(state, LUA_REGISTRYINDEX);
    lua_pushlstring(state, (const char *)request->name.bytes, request->name.count);
    lua_pushvalue(state, -1);
    lua_rawget(state, -3);
    if (lua_isnil(state, -1) && is_script) {
        lua_pop(state, 1);
        compile(state, request->source);
        lua_pushvalue(state, -2);
        lua_pushvalue(state, -2);
        lua_rawset(state, -5);
    }
    if (!lua_isfunction(state, -1)) luaL_error(state, "Function not found");
}

int scripting_answer(lua_State *state);

static int run(lua_State *state) {
    const scripting_request *request = lua_touserdata(state, 1);
    const scripting_bytes *rest =
        request->word_count > request->key_count ? request->words + request->key_count : NULL;
    size_t rest_count = request->word_count - request->key_count;
    push_callee(state, request);
    push_words(state, request->words, request->key_count);
    push_words(state, rest, rest_count);
    if (request->source.bytes != NULL) {
        set_global(state, "ARGV");
        set_global(state, "KEYS");
        lua_call(state, 0, 1);
    } else {
        lua_call(state, 2, 1);
    }
    return scripting_answer(state);
}

static int run_library(lua_State *state) {
    compile(state, *(const scripting_bytes *)lua_touserdata(state, 1));
    lua_call(state, 0, 0);
    return 0;
}

static int compile_only(lua_State *state) {
    compile(state, *(const scripting_bytes *)lua_touserdata(state, 1));
    return 0;
}

static void fail(scripting_engine *engine, const char *text, size_t count) {
    scripting_store *store = &engine->result;
    store->count = 0;
    store->failed = 0;
    if (count > 4096) count = 4096;
    scripting_append(engine, store, "-", 1);
    for (size_t i = 0; i < count; i++) {
        char c = text[i] == '\r' || text[i] == '\n' ? ' ' : text[i];
        scripting_append(engine, store, &c, 1);
    }
    scripting_append(engine, store, "\r\n", 2);
}

/* Takes the error from the stack: only raw looks at it, for nothing here is protected. */
static void take_error(scripting_engine *engine) {
    lua_State *state = engine->state;
    size_t count = 0;
    const char *text = NULL;
    if (lua_type(state, -1) == LUA_TSTRING) {
        text = lua_tolstring(state, -1, &count);
    } else if (lua_istable(state, -1)) {
        /* Finding the field allocates nothing: its name is one of the machine's own texts. */
        lua_pushnil(state);
        while (text == NULL && lua_next(state, -2)) {
            if (lua_type(state, -2) == LUA_TSTRING && lua_type(state, -1) == LUA_TSTRING &&
                strcmp(lua_tostring(state, -2), "err") == 0)
                text = lua_tolstring(state, -1, &count);
            lua_pop(state, 1);
        }
    }
    if (text == NULL) text = "ERR the script failed", count = strlen(text);
    fail(engine, text, count);
    lua_settop(state, 0);
}

static int protected_run(scripting_engine *engine, lua_CFunction body, void *argument) {
    lua_State *state = engine->state;
    engine->outcome = scripting_done;
    engine->instructions_left = engine->instruction_max;
    engine->result.count = 0;
    engine->result.failed = 0;
    scripting_seed(engine, 0);
    lua_sethook(state, count_instructions, LUA_MASKCOUNT, hook_step);
    int status = lua_cpcall(state, body, argument);
    lua_sethook(state, NULL, 0, 0);
    if (engine->outcome == scripting_done && engine->result.failed)
        engine->outcome = scripting_too_large;
    if (engine->outcome != scripting_done) {
        lua_settop(state, 0);
        return engine->outcome;
    }
    if (status == 0) return scripting_done;
    if (status == LUA_ERRMEM) {
        lua_settop(state, 0);
        return scripting_too_large;
    }
    take_error(engine);
    return scripting_failed;
}

int scripting_run(scripting_engine *engine, const scripting_request *request) {
    engine->command = request->command;
    engine->owner = request->owner;
    int outcome = protected_run(engine, run, (void *)request);
    engine->command = NULL;
    engine->owner = NULL;
    return outcome;
}

int scripting_load_library(scripting_engine *engine, scripting_bytes source) {
    engine->is_loading = 1;
    int outcome = protected_run(engine, run_library, &source);
    engine->is_loading = 0;
    return outcome;
}

int scripting_compiles(scripting_engine *engine, scripting_bytes source) {
    return protected_run(engine, compile_only, &source);
}

/* redis.register_function puts functions here. */
void scripting_push_functions(lua_State *state) {
    lua_pushlightuserdata(state, (void *)&functions_key);
    lua_rawget(state, LUA_REGISTRYINDEX);
}
