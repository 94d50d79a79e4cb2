/* The library `cjson` with the servers' defaults. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

/* What becomes of infinities and NaN when they are written. */
enum { invalid_refused = 0, invalid_as_text = 1, invalid_as_null = 2 };

/* Writing. */

static void write_text(scripting_text *out, const char *text, size_t count) {
    scripting_text_byte(out, '"');
    for (size_t i = 0; i < count; i++) {
        unsigned char c = (unsigned char)text[i];
        const char *short_form = NULL;
        switch (c) {
        case '"': short_form = "\\\""; break;
        case '\\': short_form = "\\\\"; break;
        case '/': short_form = "\\/"; break;
        case '\b': short_form = "\\b"; break;
        case '\t': short_form = "\\t"; break;
        case '\n': short_form = "\\n"; break;
        case '\f': short_form = "\\f"; break;
        case '\r': short_form = "\\r"; break;
        default: break;
        }
        if (short_form != NULL) {
            scripting_text_append(out, short_form, 2);
        } else if (c < 32 || c == 127) {
            char form[8];
            snprintf(form, sizeof form, "\\u%04x", c);
            scripting_text_append(out, form, 6);
        } else {
            scripting_text_byte(out, c);
        }
    }
    scripting_text_byte(out, '"');
}

static void write_number(lua_State *state, scripting_text *out, int index) {
    lua_Number value = lua_tonumber(state, index);
    if (isinf(value) || isnan(value)) {
        int writes_invalid = scripting_engine_of(state)->json_writes_invalid;
        if (writes_invalid == invalid_refused)
            luaL_error(state, "Cannot serialise number: must not be NaN or Inf");
        if (writes_invalid == invalid_as_null) {
            scripting_text_append(out, "null", 4);
            return;
        }
    }
    char form[64];
    int count = snprintf(
        form, sizeof form, "%.*g", scripting_engine_of(state)->json_precision, value
    );
    scripting_text_append(out, form, (size_t)count);
}

/* The length of a table that is a list; -1 for one that is an object. */
static int list_length(lua_State *state, scripting_engine *engine) {
    double most = 0;
    int items = 0;
    lua_pushnil(state);
    while (lua_next(state, -2)) {
        lua_pop(state, 1);
        double key = lua_type(state, -1) == LUA_TNUMBER ? lua_tonumber(state, -1) : 0;
        if (key >= 1 && floor(key) == key) {
            if (key > most) most = key;
            items++;
            continue;
        }
        lua_pop(state, 1);
        return -1;
    }
    if (engine->json_sparse_ratio > 0 && most > (double)items * engine->json_sparse_ratio &&
        most > engine->json_sparse_safe) {
        if (!engine->json_sparse_convert)
            luaL_error(state, "Cannot serialise table: excessively sparse array");
        return -1;
    }
    return most > INT32_MAX ? -1 : (int)most;
}

static void write_value(lua_State *state, scripting_text *out, int depth);

static void write_list(lua_State *state, scripting_text *out, int count, int depth) {
    scripting_text_byte(out, '[');
    for (int i = 1; i <= count; i++) {
        if (i > 1) scripting_text_byte(out, ',');
        lua_rawgeti(state, -1, i);
        write_value(state, out, depth);
        lua_pop(state, 1);
    }
    scripting_text_byte(out, ']');
}

static void write_object(lua_State *state, scripting_text *out, int depth) {
    int is_first = 1;
    scripting_text_byte(out, '{');
    lua_pushnil(state);
    while (lua_next(state, -2)) {
        if (!is_first) scripting_text_byte(out, ',');
        is_first = 0;
        int type = lua_type(state, -2);
        if (type == LUA_TNUMBER) {
            scripting_text_byte(out, '"');
            write_number(state, out, -2);
            scripting_text_byte(out, '"');
        } else if (type == LUA_TSTRING) {
            size_t count;
            const char *text = lua_tolstring(state, -2, &count);
            write_text(out, text, count);
        } else {
            luaL_error(
                state, "Cannot serialise %s: table key must be a number or string",
                lua_typename(state, type)
            );
        }
        scripting_text_byte(out, ':');
        write_value(state, out, depth);
        lua_pop(state, 1);
    }
    scripting_text_byte(out, '}');
}

static void write_value(lua_State *state, scripting_text *out, int depth) {
    scripting_engine *engine = scripting_engine_of(state);
    luaL_checkstack(state, 6, "too many nested values");
    int type = lua_type(state, -1);
    switch (type) {
    case LUA_TSTRING: {
        size_t count;
        const char *text = lua_tolstring(state, -1, &count);
        write_text(out, text, count);
        return;
    }
    case LUA_TNUMBER: write_number(state, out, -1); return;
    case LUA_TBOOLEAN:
        if (lua_toboolean(state, -1)) scripting_text_append(out, "true", 4);
        else scripting_text_append(out, "false", 5);
        return;
    case LUA_TNIL: scripting_text_append(out, "null", 4); return;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(state, -1) == NULL) {
            scripting_text_append(out, "null", 4);
            return;
        }
        break;
    case LUA_TTABLE: {
        if (depth + 1 > engine->json_write_depth_max)
            luaL_error(state, "Cannot serialise, excessive depth (%d)", depth + 1);
        int count = list_length(state, engine);
        if (count > 0) write_list(state, out, count, depth + 1);
        else write_object(state, out, depth + 1);
        return;
    }
    default: break;
    }
    luaL_error(state, "Cannot serialise %s: type not supported", lua_typename(state, type));
}

static int encode(lua_State *state) {
    luaL_argcheck(state, lua_gettop(state) == 1, 1, "expected 1 argument");
    scripting_text out;
    scripting_text_begin(state, &out);
    lua_pushvalue(state, 1);
    write_value(state, &out, 0);
    scripting_text_push(&out);
    return 1;
}

/* Reading. */

typedef struct {
    lua_State *state;
    const char *start, *at, *end;
    int depth;
} reading;

static void refuse(reading *from, const char *wanted) {
    luaL_error(
        from->state, "Expected %s but found invalid token at character %d", wanted,
        (int)(from->at - from->start) + 1
    );
}

static void skip_blanks(reading *from) {
    while (from->at < from->end && memchr(" \t\n\r", *from->at, 4) != NULL) from->at++;
}

static int accept(reading *from, char c) {
    skip_blanks(from);
    if (from->at == from->end || *from->at != c) return 0;
    from->at++;
    return 1;
}

static int code_unit(reading *from) {
    int value = 0;
    if (from->end - from->at < 4) return -1;
    for (int i = 0; i < 4; i++) {
        char c = *from->at++;
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Behind `\u`: the code point in UTF-8. */
static void read_unicode(reading *from, scripting_text *out) {
    int point = code_unit(from);
    if (point >= 0xD800 && point < 0xE000) {
        int second = -1;
        if (point < 0xDC00 && from->end - from->at >= 6 && from->at[0] == '\\' &&
            from->at[1] == 'u') {
            from->at += 2;
            second = code_unit(from);
        }
        point = second >= 0xDC00 && second < 0xE000
                    ? 0x10000 + ((point - 0xD800) << 10) + (second - 0xDC00)
                    : -1;
    }
    if (point < 0) refuse(from, "value");
    if (point < 0x80) {
        scripting_text_byte(out, (unsigned char)point);
    } else if (point < 0x800) {
        scripting_text_byte(out, (unsigned char)(0xC0 | point >> 6));
        scripting_text_byte(out, (unsigned char)(0x80 | (point & 63)));
    } else {
        if (point < 0x10000) {
            scripting_text_byte(out, (unsigned char)(0xE0 | point >> 12));
        } else {
            scripting_text_byte(out, (unsigned char)(0xF0 | point >> 18));
            scripting_text_byte(out, (unsigned char)(0x80 | (point >> 12 & 63)));
        }
        scripting_text_byte(out, (unsigned char)(0x80 | (point >> 6 & 63)));
        scripting_text_byte(out, (unsigned char)(0x80 | (point & 63)));
    }
}

/* Behind the opening quote; leaves the text on the stack. */
static void read_text(reading *from) {
    scripting_text out;
    scripting_text_begin(from->state, &out);
    for (;;) {
        if (from->at == from->end) refuse(from, "string end");
        char c = *from->at++;
        if (c == '"') break;
        if (c != '\\') {
            scripting_text_byte(&out, (unsigned char)c);
            continue;
        }
        if (from->at == from->end) refuse(from, "escape");
        static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
        char name = *from->at++;
        const char *found = name == 0 ? NULL : strchr(names, name);
        if (name == 'u') read_unicode(from, &out);
        else if (found != NULL) scripting_text_byte(&out, (unsigned char)meanings[found - names]);
        else refuse(from, "escape");
    }
    scripting_text_push(&out);
    lua_replace(from->state, out.place);
}

/* Hexadecimal numbers, leading zeros, infinities and NaN are no JSON. */
static int is_plain_number(const char *text) {
    if (*text == '-') text++;
    if (*text == '0') return !isdigit((unsigned char)text[1]) && (text[1] | 0x20) != 'x';
    return isdigit((unsigned char)*text);
}

static void read_number(reading *from, const char *wanted) {
    char *end;
    if (memchr("-0123456789iInN", *from->at, 15) == NULL) refuse(from, wanted);
    if (!scripting_engine_of(from->state)->json_reads_invalid && !is_plain_number(from->at))
        refuse(from, "invalid number");
    /* The text of a Lua string ends with a zero byte, which stops the conversion. */
    double value = strtod(from->at, &end);
    if (end == from->at) refuse(from, wanted);
    from->at = end;
    lua_pushnumber(from->state, value);
}

static int word(reading *from, const char *text) {
    size_t count = strlen(text);
    if ((size_t)(from->end - from->at) < count || memcmp(from->at, text, count) != 0) return 0;
    from->at += count;
    return 1;
}

static void read_value(reading *from, const char *wanted);

static void read_list(reading *from) {
    lua_newtable(from->state);
    if (accept(from, ']')) return;
    for (int i = 1;; i++) {
        read_value(from, "value");
        lua_rawseti(from->state, -2, i);
        if (accept(from, ']')) return;
        if (!accept(from, ',')) refuse(from, "comma or array end");
    }
}

static void read_object(reading *from) {
    lua_newtable(from->state);
    if (accept(from, '}')) return;
    for (;;) {
        if (!accept(from, '"')) refuse(from, "object key string");
        read_text(from);
        if (!accept(from, ':')) refuse(from, "colon");
        read_value(from, "value");
        lua_rawset(from->state, -3);
        if (accept(from, '}')) return;
        if (!accept(from, ',')) refuse(from, "comma or object end");
    }
}

static void read_value(reading *from, const char *wanted) {
    luaL_checkstack(from->state, 6, "too many nested values");
    skip_blanks(from);
    if (from->at == from->end) refuse(from, wanted);
    char c = *from->at;
    if (c == '{' || c == '[') {
        from->at++;
        if (++from->depth > scripting_engine_of(from->state)->json_read_depth_max)
            luaL_error(
                from->state, "Found too many nested data structures (%d) at character %d",
                from->depth, (int)(from->at - from->start)
            );
        if (c == '{') read_object(from);
        else read_list(from);
        from->depth--;
    } else if (c == '"') {
        from->at++;
        read_text(from);
    } else if (word(from, "true")) {
        lua_pushboolean(from->state, 1);
    } else if (word(from, "false")) {
        lua_pushboolean(from->state, 0);
    } else if (word(from, "null")) {
        lua_pushlightuserdata(from->state, NULL);
    } else {
        read_number(from, wanted);
    }
}

static int decode(lua_State *state) {
    size_t count;
    luaL_argcheck(state, lua_gettop(state) == 1, 1, "expected 1 argument");
    const char *text = luaL_checklstring(state, 1, &count);
    reading from = {state, text, text, text + count, 0};
    if (count >= 2 && (text[0] == 0 || text[1] == 0))
        luaL_error(state, "JSON parser does not support UTF-16 or UTF-32");
    read_value(&from, "value");
    skip_blanks(&from);
    if (from.at != from.end) refuse(&from, "the end");
    return 1;
}

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
        {"encode", encode},
        {"decode", decode},
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
