/* Runs of scripts, functions and libraries, each under protection. */
#include <stdio.h>
#include <string.h>

#include "engine.h"

/* Where the compiled scripts and the functions of libraries are kept, by name. */
static const char functions_key = 0, scripts_key = 1;

static void open_table(lua_State *state, const char *key) {
    lua_pushlightuserdata(state, (void *)key);
    lua_newtable(state);
    lua_rawset(state, LUA_REGISTRYINDEX);
}

void scripting_open_registry(lua_State *state) {
    open_table(state, &functions_key);
    open_table(state, &scripts_key);
}

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
    if (scripting_load_text(state, text, source.count, "@user_script") != 0) lua_error(state);
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

/* The line of the script stands behind the error, if it is known. */
static void fail(scripting_engine *engine, const char *text, size_t count, int line) {
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
    char digits[12];
    if (line > 0)
        scripting_append(engine, store, digits, (size_t)snprintf(digits, sizeof digits, "%d", line));
}

/* Takes the error from the stack: only raw looks at it, for nothing here is protected. */
static void take_error(scripting_engine *engine) {
    lua_State *state = engine->state;
    size_t count = 0;
    const char *text = NULL;
    int line = 0;
    if (lua_type(state, -1) == LUA_TSTRING) {
        text = lua_tolstring(state, -1, &count);
    } else if (lua_istable(state, -1)) {
        /* Finding the field allocates nothing: its name is one of the machine's own texts. */
        lua_pushnil(state);
        while (lua_next(state, -2)) {
            const char *name = lua_type(state, -2) == LUA_TSTRING ? lua_tostring(state, -2) : "";
            if (lua_type(state, -1) == LUA_TSTRING && strcmp(name, "err") == 0)
                text = lua_tolstring(state, -1, &count);
            if (lua_type(state, -1) == LUA_TNUMBER && strcmp(name, "line") == 0)
                line = (int)lua_tointeger(state, -1);
            lua_pop(state, 1);
        }
    }
    if (text == NULL) text = "ERR the script failed", count = strlen(text);
    fail(engine, text, count, line);
    lua_settop(state, 0);
}

static int protected_run(scripting_engine *engine, lua_CFunction body, void *argument) {
    lua_State *state = engine->state;
    engine->outcome = scripting_done;
    engine->instructions_left = engine->instruction_max;
    engine->result.count = 0;
    engine->result.failed = 0;
    scripting_seed(engine, 0);
    scripting_watch(state);
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
