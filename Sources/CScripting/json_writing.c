/* cjson.encode */
#include <math.h>
#include <stdio.h>

#include "json.h"

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

int scripting_json_encode(lua_State *state) {
    luaL_argcheck(state, lua_gettop(state) == 1, 1, "expected 1 argument");
    scripting_text out;
    scripting_text_begin(state, &out);
    lua_pushvalue(state, 1);
    write_value(state, &out, 0);
    scripting_text_push(&out);
    return 1;
}
