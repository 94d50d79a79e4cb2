/* The library `cmsgpack`: MessagePack with the servers' choices of form. */
#include <math.h>
#include <string.h>

#include "engine.h"

enum { nesting_max = 16, read_nesting_max = 1000 };

static void head(scripting_text *out, unsigned char tag, uint64_t value, int width) {
    unsigned char bytes[9] = {tag};
    for (int i = 0; i < width; i++) bytes[1 + i] = (unsigned char)(value >> 8 * (width - 1 - i));
    scripting_text_append(out, bytes, (size_t)width + 1);
}

static void pack_integer(scripting_text *out, int64_t value) {
    uint64_t bits = (uint64_t)value;
    if (value >= 0) {
        if (value <= 0x7f) head(out, (unsigned char)value, 0, 0);
        else if (value <= 0xff) head(out, 0xcc, bits, 1);
        else if (value <= 0xffff) head(out, 0xcd, bits, 2);
        else if (value <= 0xffffffffLL) head(out, 0xce, bits, 4);
        else head(out, 0xcf, bits, 8);
    } else {
        if (value >= -32) head(out, (unsigned char)value, 0, 0);
        else if (value >= -128) head(out, 0xd0, bits, 1);
        else if (value >= -32768) head(out, 0xd1, bits, 2);
        else if (value >= -2147483648LL) head(out, 0xd2, bits, 4);
        else head(out, 0xd3, bits, 8);
    }
}

static void pack_number(scripting_text *out, lua_Number value) {
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 && floor(value) == value) {
        pack_integer(out, (int64_t)value);
        return;
    }
    float narrow = (float)value;
    if ((double)narrow == value) {
        uint32_t bits;
        memcpy(&bits, &narrow, 4);
        head(out, 0xca, bits, 4);
    } else {
        uint64_t bits;
        memcpy(&bits, &value, 8);
        head(out, 0xcb, bits, 8);
    }
}

static void pack_string(scripting_text *out, const char *text, size_t count) {
    if (count < 32) head(out, (unsigned char)(0xa0 | count), 0, 0);
    else if (count <= 0xff) head(out, 0xd9, count, 1);
    else if (count <= 0xffff) head(out, 0xda, count, 2);
    else head(out, 0xdb, count, 4);
    scripting_text_append(out, text, count);
}

static void counted(scripting_text *out, unsigned char small, unsigned char tag, size_t count) {
    if (count <= 15) head(out, (unsigned char)(small | count), 0, 0);
    else if (count <= 65535) head(out, tag, count, 2);
    else head(out, (unsigned char)(tag + 1), count, 4);
}

/* The entries of a table; `is_list` if its keys are 1 to their number. */
static size_t measure(lua_State *state, int *is_list) {
    size_t count = 0;
    lua_Number most = 0;
    *is_list = 1;
    lua_pushnil(state);
    while (lua_next(state, -2)) {
        lua_pop(state, 1);
        count++;
        lua_Number key = lua_type(state, -1) == LUA_TNUMBER ? lua_tonumber(state, -1) : 0;
        if (key < 1 || floor(key) != key) *is_list = 0;
        else if (key > most) most = key;
    }
    if (most != (lua_Number)count) *is_list = 0;
    return count;
}

/* Packs the value at the top of the stack and pops it. */
static void pack_value(lua_State *state, scripting_text *out, int level) {
    luaL_checkstack(state, 6, "too many nested values");
    int type = lua_type(state, -1);
    if (type == LUA_TTABLE && level == nesting_max) type = LUA_TNIL;
    switch (type) {
    case LUA_TSTRING: {
        size_t count;
        const char *text = lua_tolstring(state, -1, &count);
        pack_string(out, text, count);
        break;
    }
    case LUA_TBOOLEAN: scripting_text_byte(out, lua_toboolean(state, -1) ? 0xc3 : 0xc2); break;
    case LUA_TNUMBER: pack_number(out, lua_tonumber(state, -1)); break;
    case LUA_TTABLE: {
        int is_list;
        size_t count = measure(state, &is_list);
        if (is_list) {
            counted(out, 0x90, 0xdc, count);
            for (size_t i = 1; i <= count; i++) {
                lua_rawgeti(state, -1, (int)i);
                pack_value(state, out, level + 1);
            }
            break;
        }
        counted(out, 0x80, 0xde, count);
        lua_pushnil(state);
        while (lua_next(state, -2)) {
            lua_pushvalue(state, -2);
            pack_value(state, out, level + 1);
            pack_value(state, out, level + 1);
        }
        break;
    }
    default: scripting_text_byte(out, 0xc0);
    }
    lua_pop(state, 1);
}

static int pack(lua_State *state) {
    int count = lua_gettop(state);
    if (count == 0) return luaL_argerror(state, 0, "MessagePack pack needs input.");
    scripting_text out;
    scripting_text_begin(state, &out);
    for (int i = 1; i <= count; i++) {
        lua_pushvalue(state, i);
        pack_value(state, &out, 0);
    }
    scripting_text_push(&out);
    return 1;
}

typedef struct {
    const unsigned char *at;
    size_t left;
} input;

static const unsigned char *take(lua_State *state, input *from, uint64_t count) {
    if (count > from->left) luaL_error(state, "Missing bytes in input.");
    const unsigned char *start = from->at;
    from->at += count;
    from->left -= count;
    return start;
}

static uint64_t big_endian(lua_State *state, input *from, int width) {
    const unsigned char *bytes = take(state, from, (uint64_t)width);
    uint64_t value = 0;
    for (int i = 0; i < width; i++) value = value << 8 | bytes[i];
    return value;
}

static void unpack_value(lua_State *state, input *from, int level);

static void unpack_text(lua_State *state, input *from, uint64_t count) {
    lua_pushlstring(state, (const char *)take(state, from, count), (size_t)count);
}

static void unpack_list(lua_State *state, input *from, uint64_t count, int level) {
    lua_newtable(state);
    for (uint64_t i = 1; i <= count; i++) {
        unpack_value(state, from, level + 1);
        lua_rawseti(state, -2, (int)i);
    }
}

static void unpack_map(lua_State *state, input *from, uint64_t count, int level) {
    lua_newtable(state);
    for (uint64_t i = 0; i < count; i++) {
        unpack_value(state, from, level + 1);
        unpack_value(state, from, level + 1);
        lua_settable(state, -3);
    }
}

static void unpack_signed(lua_State *state, input *from, int width) {
    uint64_t value = big_endian(state, from, width);
    int shift = 64 - 8 * width;
    lua_pushnumber(state, (lua_Number)((int64_t)(value << shift) >> shift));
}

static void unpack_real(lua_State *state, input *from, int width) {
    uint64_t bits = big_endian(state, from, width);
    uint32_t low = (uint32_t)bits;
    float narrow;
    double wide;
    memcpy(&narrow, &low, 4);
    memcpy(&wide, &bits, 8);
    lua_pushnumber(state, width == 4 ? (double)narrow : wide);
}

static void unpack_value(lua_State *state, input *from, int level) {
    luaL_checkstack(state, 5, "too many nested values");
    if (level > read_nesting_max) luaL_error(state, "too many nested values");
    unsigned char tag = *take(state, from, 1);
    if (tag <= 0x7f) lua_pushnumber(state, tag);
    else if (tag >= 0xe0) lua_pushnumber(state, (signed char)tag);
    else if (tag <= 0x8f) unpack_map(state, from, tag & 15, level);
    else if (tag <= 0x9f) unpack_list(state, from, tag & 15, level);
    else if (tag <= 0xbf) unpack_text(state, from, tag & 31);
    else switch (tag) {
    case 0xc0: lua_pushnil(state); break;
    case 0xc2: lua_pushboolean(state, 0); break;
    case 0xc3: lua_pushboolean(state, 1); break;
    case 0xc4: case 0xd9: unpack_text(state, from, big_endian(state, from, 1)); break;
    case 0xc5: case 0xda: unpack_text(state, from, big_endian(state, from, 2)); break;
    case 0xc6: case 0xdb: unpack_text(state, from, big_endian(state, from, 4)); break;
    case 0xca: unpack_real(state, from, 4); break;
    case 0xcb: unpack_real(state, from, 8); break;
    case 0xcc: case 0xcd: case 0xce: case 0xcf:
        lua_pushnumber(state, (lua_Number)big_endian(state, from, 1 << (tag - 0xcc)));
        break;
    case 0xd0: case 0xd1: case 0xd2: case 0xd3: unpack_signed(state, from, 1 << (tag - 0xd0)); break;
    case 0xdc: unpack_list(state, from, big_endian(state, from, 2), level); break;
    case 0xdd: unpack_list(state, from, big_endian(state, from, 4), level); break;
    case 0xde: unpack_map(state, from, big_endian(state, from, 2), level); break;
    case 0xdf: unpack_map(state, from, big_endian(state, from, 4), level); break;
    default: luaL_error(state, "Bad data format in input.");
    }
}

static int unpack_many(lua_State *state, int limit, int offset, int tells_offset) {
    size_t length;
    const char *text = luaL_checklstring(state, 1, &length);
    if (offset < 0 || limit < 0)
        return luaL_error(
            state, "Invalid request to unpack with offset of %d and limit of %d.", offset,
            (int)length
        );
    if ((size_t)offset > length)
        return luaL_error(
            state, "Start offset %d greater than input length %d.", offset, (int)length
        );
    input from = {(const unsigned char *)text + offset, length - (size_t)offset};
    int bottom = lua_gettop(state), all = limit == 0;
    if (tells_offset) lua_pushnil(state);
    for (int count = 0; from.left > 0 && (all || count < limit); count++)
        unpack_value(state, &from, 1);
    if (tells_offset) {
        lua_pushinteger(state, from.left == 0 ? -1 : (lua_Integer)(length - from.left));
        lua_replace(state, bottom + 1);
    }
    return lua_gettop(state) - bottom;
}

static int unpack(lua_State *state) { return unpack_many(state, 0, 0, 0); }

static int unpack_one(lua_State *state) {
    return unpack_many(state, 1, luaL_optint(state, 2, 0), 1);
}

static int unpack_limit(lua_State *state) {
    return unpack_many(state, luaL_checkint(state, 2), luaL_optint(state, 3, 0), 1);
}

int scripting_open_msgpack(lua_State *state) {
    static const luaL_Reg functions[] = {
        {"pack", pack}, {"unpack", unpack}, {"unpack_one", unpack_one},
        {"unpack_limit", unpack_limit}, {NULL, NULL},
    };
    luaL_register(state, "cmsgpack", functions);
    lua_pop(state, 1);
    return 0;
}
