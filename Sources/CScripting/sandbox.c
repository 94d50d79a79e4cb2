/* The sandbox: what scripts find, and what they do not. */
#include <string.h>
#include <time.h>

#include "engine.h"

static int clock_seconds(lua_State *state) {
    lua_pushnumber(state, (lua_Number)clock() / (lua_Number)CLOCKS_PER_SEC);
    return 1;
}

/* Compiled code could break the machine, so only text is taken. */
int scripting_load_text(
    lua_State *state, const char *text, size_t count, const char *name
) {
    if (count > 0 && text[0] == LUA_SIGNATURE[0]) {
        lua_pushliteral(state, "compiled code is not taken");
        return LUA_ERRSYNTAX;
    }
    return luaL_loadbuffer(state, text, count, name);
}

static int load_string(lua_State *state) {
    size_t count;
    const char *text = luaL_checklstring(state, 1, &count);
    if (scripting_load_text(state, text, count, luaL_optstring(state, 2, text)) == 0) return 1;
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
    if (scripting_load_text(state, (const char *)text.bytes, text.count, name) == 0) return 1;
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

int scripting_open_sandbox(lua_State *state) {
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
    scripting_open_registry(state);
    protect_globals(state);
    return 0;
}
