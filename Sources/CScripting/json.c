/* The library `cjson` with the servers' defaults, and its settings. */
#include <string.h>

#include "json.h"

/* Settings: each gives the value that counts from now on. */

static int setting(lua_State *state, int *value, int low, int high) {
    if (!lua_isnoneornil(state, 1)) {
        int wanted = luaL_checkint(state, 1);
        luaL_argcheck(state, wanted >= low && wanted <= high, 1, "out of range");
        *value = wanted;
    }
    lua_pushinteger(state, *value);
    return 1;
}

static int precision(lua_State *state) {
    return setting(state, &scripting_engine_of(state)->json_precision, 1, 16);
}

static int write_depth_max(lua_State *state) {
    return setting(state, &scripting_engine_of(state)->json_write_depth_max, 1, 1000);
}

static int read_depth_max(lua_State *state) {
    return setting(state, &scripting_engine_of(state)->json_read_depth_max, 1, 1000);
}

/* false, true or "null". */
static int writes_invalid(lua_State *state) {
    scripting_engine *engine = scripting_engine_of(state);
    if (lua_type(state, 1) == LUA_TSTRING) {
        luaL_argcheck(state, strcmp(lua_tostring(state, 1), "null") == 0, 1, "invalid option");
        engine->json_writes_invalid = invalid_as_null;
    } else if (!lua_isnoneornil(state, 1)) {
        engine->json_writes_invalid = lua_toboolean(state, 1) ? invalid_as_text : invalid_refused;
    }
    if (engine->json_writes_invalid == invalid_as_null) lua_pushliteral(state, "null");
    else lua_pushboolean(state, engine->json_writes_invalid == invalid_as_text);
    return 1;
}

static int reads_invalid(lua_State *state) {
    scripting_engine *engine = scripting_engine_of(state);
    if (!lua_isnoneornil(state, 1)) engine->json_reads_invalid = lua_toboolean(state, 1);
    lua_pushboolean(state, engine->json_reads_invalid);
    return 1;
}

/* Each instance has settings of its own, of which there is one set here: the run ends. */
static int new_instance(lua_State *state) {
    scripting_stop(state, scripting_unsupported);
    return 0;
}

static int sparse(lua_State *state) {
    scripting_engine *engine = scripting_engine_of(state);
    if (!lua_isnoneornil(state, 1)) engine->json_sparse_convert = lua_toboolean(state, 1);
    engine->json_sparse_ratio = luaL_optint(state, 2, engine->json_sparse_ratio);
    engine->json_sparse_safe = luaL_optint(state, 3, engine->json_sparse_safe);
    lua_pushboolean(state, engine->json_sparse_convert);
    lua_pushinteger(state, engine->json_sparse_ratio);
    lua_pushinteger(state, engine->json_sparse_safe);
    return 3;
}

static int keep_buffer(lua_State *state) {
    lua_pushboolean(state, 1);
    return 1;
}

int scripting_open_json(lua_State *state) {
    static const luaL_Reg functions[] = {
        {"encode", scripting_json_encode},
        {"decode", scripting_json_decode},
        {"encode_number_precision", precision},
        {"encode_max_depth", write_depth_max},
        {"decode_max_depth", read_depth_max},
        {"encode_invalid_numbers", writes_invalid},
        {"decode_invalid_numbers", reads_invalid},
        {"new", new_instance},
        {"encode_sparse_array", sparse},
        {"encode_keep_buffer", keep_buffer},
        {NULL, NULL},
    };
    luaL_register(state, "cjson", functions);
    lua_pushlightuserdata(state, NULL);
    lua_setfield(state, -2, "null");
    lua_pushliteral(state, "cjson");
    lua_setfield(state, -2, "_NAME");
    lua_pushliteral(state, "2.1.0");
    lua_setfield(state, -2, "_VERSION");
    lua_pop(state, 1);
    return 0;
}
