/* math.random and math.randomseed as the servers have them: the same numbers in every run.

   The generator is the 48-bit linear congruential one of drand48, of which 31 bits are used. */
#include <math.h>

#include "engine.h"

void scripting_seed(scripting_engine *engine, int32_t seed) {
    engine->random_state = (uint64_t)(uint32_t)seed << 16 | 0x330E;
}

static int32_t next(scripting_engine *engine) {
    engine->random_state = (engine->random_state * 0x5DEECE66DULL + 0xB) & 0xFFFFFFFFFFFFULL;
    return (int32_t)(engine->random_state >> 17);
}

static int random_number(lua_State *state) {
    scripting_engine *engine = scripting_engine_of(state);
    lua_Number fraction = (lua_Number)(next(engine) % INT32_MAX) / (lua_Number)INT32_MAX;
    int top = lua_gettop(state);
    if (top == 0) {
        lua_pushnumber(state, fraction);
    } else if (top == 1) {
        int high = luaL_checkint(state, 1);
        luaL_argcheck(state, 1 <= high, 1, "interval is empty");
        lua_pushnumber(state, floor(fraction * high) + 1);
    } else if (top == 2) {
        int low = luaL_checkint(state, 1);
        int high = luaL_checkint(state, 2);
        luaL_argcheck(state, low <= high, 2, "interval is empty");
        int width = (int)((unsigned)high - (unsigned)low + 1u);
        lua_pushnumber(state, floor(fraction * width) + low);
    } else {
        return luaL_error(state, "wrong number of arguments");
    }
    return 1;
}

static int random_seed(lua_State *state) {
    scripting_seed(scripting_engine_of(state), (int32_t)luaL_checkint(state, 1));
    return 0;
}

void scripting_open_random(lua_State *state) {
    lua_getglobal(state, "math");
    lua_pushcfunction(state, random_number);
    lua_setfield(state, -2, "random");
    lua_pushcfunction(state, random_seed);
    lua_setfield(state, -2, "randomseed");
    lua_pop(state, 1);
}
