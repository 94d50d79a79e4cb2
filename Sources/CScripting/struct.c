/* The library `struct`: binary layouts.

   < > endianness, ![n] alignment, x padding, b B h H l L T i[n] I[n] integers, f d numbers,
   c[n] characters (c0: as many as the text has, or as the number read before says), s text up
   to a zero byte. */
#include <ctype.h>
#include <string.h>

#include "engine.h"

enum { integer_max = 32 };

typedef struct {
    int is_little;
    size_t align;
} layout;

static size_t number(lua_State *state, const char **format, size_t otherwise) {
    if (!isdigit((unsigned char)**format)) return otherwise;
    size_t value = 0;
    while (isdigit((unsigned char)**format)) {
        if (value > (INT32_MAX - 9) / 10) luaL_error(state, "integral size overflow");
        value = value * 10 + (size_t)(*(*format)++ - '0');
    }
    return value;
}

static size_t option_size(lua_State *state, char option, const char **format) {
    switch (option) {
    case 'b': case 'B': case 'x': return 1;
    case 'h': case 'H': return sizeof(short);
    case 'l': case 'L': return sizeof(long);
    case 'T': return sizeof(size_t);
    case 'f': return sizeof(float);
    case 'd': return sizeof(double);
    case 'c': return number(state, format, 1);
    case 'i': case 'I': {
        size_t size = number(state, format, sizeof(int));
        if (size > integer_max)
            luaL_error(state, "integral size %d is larger than limit of %d", (int)size, integer_max);
        return size;
    }
    default: return 0;
    }
}

static size_t padding(const layout *rules, char option, size_t size, size_t at) {
    if (size == 0 || option == 'c') return 0;
    if (size > rules->align) size = rules->align;
    return size > 1 ? (size - (at & (size - 1))) & (size - 1) : 0;
}

static void control(lua_State *state, char option, const char **format, layout *rules) {
    switch (option) {
    case ' ': return;
    case '>': rules->is_little = 0; return;
    case '<': rules->is_little = 1; return;
    case '!': {
        size_t align = number(state, format, 8);
        if (align == 0 || (align & (align - 1)) != 0)
            luaL_error(state, "alignment is not a power of 2");
        rules->align = align;
        return;
    }
    default:
        luaL_argerror(state, 1, lua_pushfstring(state, "invalid format option '%c'", option));
    }
}

static void reversed(unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size / 2; i++) {
        unsigned char held = bytes[i];
        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = held;
    }
}

static void pack_integer(lua_State *state, scripting_text *out, int is_little, int index, size_t n) {
    lua_Number given = luaL_checknumber(state, index);
    uint64_t value;
    if (given < 0)
        value = given > -9223372036854775808.0 ? (uint64_t)(int64_t)given : (uint64_t)INT64_MIN;
    else
        value = given < 18446744073709551616.0 ? (uint64_t)given : 0;
    unsigned char bytes[integer_max];
    for (size_t i = 0; i < n; i++) bytes[i] = i < 8 ? (unsigned char)(value >> 8 * i) : 0;
    if (!is_little) reversed(bytes, n);
    scripting_text_append(out, bytes, n);
}

static void pack_real(lua_State *state, scripting_text *out, int is_little, int index, char kind) {
    unsigned char bytes[8];
    double wide = luaL_checknumber(state, index);
    float narrow = (float)wide;
    size_t size = kind == 'f' ? 4 : 8;
    memcpy(bytes, kind == 'f' ? (void *)&narrow : (void *)&wide, size);
    if (!is_little) reversed(bytes, size);
    scripting_text_append(out, bytes, size);
}

static int pack(lua_State *state) {
    const char *format = luaL_checkstring(state, 1);
    layout rules = {1, 1};
    scripting_text out;
    int index = 2;
    lua_pushnil(state); /* a missing argument is never the buffer */
    scripting_text_begin(state, &out);
    while (*format != 0) {
        char option = *format++;
        size_t size = option_size(state, option, &format);
        size_t gap = padding(&rules, option, size, out.count);
        while (gap-- > 0) scripting_text_byte(&out, 0);
        switch (option) {
        case 'b': case 'B': case 'h': case 'H': case 'l': case 'L': case 'T': case 'i': case 'I':
            pack_integer(state, &out, rules.is_little, index++, size);
            break;
        case 'x': scripting_text_byte(&out, 0); break;
        case 'f': case 'd': pack_real(state, &out, rules.is_little, index++, option); break;
        case 'c': case 's': {
            size_t length;
            const char *text = luaL_checklstring(state, index, &length);
            if (size == 0) size = length;
            luaL_argcheck(state, length >= size, index, "string too short");
            scripting_text_append(&out, text, size);
            if (option == 's') scripting_text_byte(&out, 0);
            index++;
            break;
        }
        default: control(state, option, &format, &rules);
        }
    }
    scripting_text_push(&out);
    return 1;
}

static void push_integer(
    lua_State *state, const unsigned char *data, int is_little, int is_signed, size_t size
) {
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        size_t place = is_little ? size - 1 - i : i;
        value = value << 8 | data[place];
    }
    if (!is_signed) {
        lua_pushnumber(state, (lua_Number)value);
        return;
    }
    if (size > 0 && size < 8 && (value >> (8 * size - 1) & 1) != 0)
        value |= ~(uint64_t)0 << 8 * size;
    lua_pushnumber(state, (lua_Number)(int64_t)value);
}

static void push_real(lua_State *state, const unsigned char *data, int is_little, char kind) {
    unsigned char bytes[8];
    size_t size = kind == 'f' ? 4 : 8;
    memcpy(bytes, data, size);
    if (!is_little) reversed(bytes, size);
    float narrow;
    double wide;
    if (kind == 'f') {
        memcpy(&narrow, bytes, 4);
        wide = narrow;
    } else {
        memcpy(&wide, bytes, 8);
    }
    lua_pushnumber(state, wide);
}

static int unpack(lua_State *state) {
    const char *format = luaL_checkstring(state, 1);
    size_t length;
    const unsigned char *data = (const unsigned char *)luaL_checklstring(state, 2, &length);
    lua_Number start = luaL_optnumber(state, 3, 1);
    luaL_argcheck(state, start >= 1 && start < 4503599627370496.0, 3, "offset must be 1 or greater");
    size_t at = (size_t)start - 1;
    layout rules = {1, 1};
    int given = 0; /* values of this call on the stack */
    lua_settop(state, 3);
    while (*format != 0) {
        char option = *format++;
        size_t size = option_size(state, option, &format);
        size_t gap = padding(&rules, option, size, at);
        luaL_argcheck(
            state, at <= length && gap <= length - at && size <= length - at - gap, 2,
            "data string too short"
        );
        at += gap;
        luaL_checkstack(state, 3, "too many results");
        switch (option) {
        case 'b': case 'h': case 'l': case 'i':
            push_integer(state, data + at, rules.is_little, 1, size), given++;
            break;
        case 'B': case 'H': case 'L': case 'T': case 'I':
            push_integer(state, data + at, rules.is_little, 0, size), given++;
            break;
        case 'x': break;
        case 'f': case 'd':
            push_real(state, data + at, rules.is_little, option), given++;
            break;
        case 'c':
            if (size == 0) {
                if (given == 0 || !lua_isnumber(state, -1))
                    luaL_error(state, "format 'c0' needs a previous size");
                lua_Number wanted = lua_tonumber(state, -1);
                lua_pop(state, 1), given--;
                luaL_argcheck(
                    state, wanted >= 0 && wanted <= (lua_Number)(length - at), 2,
                    "data string too short"
                );
                size = (size_t)wanted;
            }
            lua_pushlstring(state, (const char *)data + at, size), given++;
            break;
        case 's': {
            const unsigned char *end = memchr(data + at, 0, length - at);
            if (end == NULL) luaL_error(state, "unfinished string in data");
            size = (size_t)(end - (data + at)) + 1;
            lua_pushlstring(state, (const char *)data + at, size - 1), given++;
            break;
        }
        default: control(state, option, &format, &rules);
        }
        at += size;
    }
    lua_pushinteger(state, (lua_Integer)at + 1);
    return given + 1;
}

static int size_of(lua_State *state) {
    const char *format = luaL_checkstring(state, 1);
    layout rules = {1, 1};
    size_t at = 0;
    while (*format != 0) {
        char option = *format++;
        size_t size = option_size(state, option, &format);
        if (option == 's') luaL_argerror(state, 1, "variable-size format in 'size'");
        if (option == 'c' && size == 0) luaL_argerror(state, 1, "variable-length format in 'size'");
        at += padding(&rules, option, size, at);
        if (strchr("bBhHlLTiIxfdc", option) == NULL) control(state, option, &format, &rules);
        if (at > INT32_MAX) luaL_error(state, "integral size overflow");
        at += size;
    }
    lua_pushinteger(state, (lua_Integer)at);
    return 1;
}

int scripting_open_struct(lua_State *state) {
    static const luaL_Reg functions[] = {
        {"pack", pack}, {"unpack", unpack}, {"size", size_of}, {NULL, NULL},
    };
    luaL_register(state, "struct", functions);
    lua_pop(state, 1);
    return 0;
}
