/* The library `bit`: 32-bit operations whose results are signed. */
#include <string.h>

#include "engine.h"

/* Any number taken modulo 2^32, rounded to the nearest integer. */
static uint32_t word(lua_State *state, int index) {
    double biased = luaL_checknumber(state, index) + 6755399441055744.0;
    uint64_t bits;
    memcpy(&bits, &biased, sizeof bits);
    return (uint32_t)bits;
}

static int give(lua_State *state, uint32_t value) {
    lua_pushnumber(state, (lua_Number)(int32_t)value);
    return 1;
}

static int to_bit(lua_State *state) { return give(state, word(state, 1)); }
static int not_bits(lua_State *state) { return give(state, ~word(state, 1)); }

static int and_bits(lua_State *state) {
    uint32_t value = word(state, 1);
    for (int i = lua_gettop(state); i > 1; i--) value &= word(state, i);
    return give(state, value);
}

static int or_bits(lua_State *state) {
    uint32_t value = word(state, 1);
    for (int i = lua_gettop(state); i > 1; i--) value |= word(state, i);
    return give(state, value);
}

static int xor_bits(lua_State *state) {
    uint32_t value = word(state, 1);
    for (int i = lua_gettop(state); i > 1; i--) value ^= word(state, i);
    return give(state, value);
}

static int left(lua_State *state) {
    uint32_t value = word(state, 1);
    return give(state, value << (word(state, 2) & 31));
}

static int right(lua_State *state) {
    uint32_t value = word(state, 1);
    return give(state, value >> (word(state, 2) & 31));
}

static int right_signed(lua_State *state) {
    uint32_t value = word(state, 1);
    return give(state, (uint32_t)((int32_t)value >> (word(state, 2) & 31)));
}

static int turned_left(lua_State *state) {
    uint32_t value = word(state, 1), by = word(state, 2) & 31;
    return give(state, value << by | value >> ((32 - by) & 31));
}

static int turned_right(lua_State *state) {
    uint32_t value = word(state, 1), by = word(state, 2) & 31;
    return give(state, value >> by | value << ((32 - by) & 31));
}

static int swapped(lua_State *state) {
    uint32_t v = word(state, 1);
    return give(state, v >> 24 | (v >> 8 & 0xff00) | (v & 0xff00) << 8 | v << 24);
}

/* The number of digits is 8 unless given; a negative one asks for upper case. */
static int to_hex(lua_State *state) {
    uint32_t value = word(state, 1);
    int32_t count = lua_isnone(state, 2) ? 8 : (int32_t)word(state, 2);
    const char *digits = "0123456789abcdef";
    if (count < 0) {
        count = count == INT32_MIN ? 8 : -count;
        digits = "0123456789ABCDEF";
    }
    if (count > 8) count = 8;
    char text[8];
    for (int i = count; --i >= 0; value >>= 4) text[i] = digits[value & 15];
    lua_pushlstring(state, text, (size_t)count);
    return 1;
}

int scripting_open_bit(lua_State *state) {
    static const luaL_Reg functions[] = {
        {"tobit", to_bit},         {"bnot", not_bits},    {"band", and_bits},
        {"bor", or_bits},          {"bxor", xor_bits},    {"lshift", left},
        {"rshift", right},         {"arshift", right_signed}, {"rol", turned_left},
        {"ror", turned_right},     {"bswap", swapped},    {"tohex", to_hex},
        {NULL, NULL},
    };
    luaL_register(state, "bit", functions);
    lua_pop(state, 1);
    return 0;
}
