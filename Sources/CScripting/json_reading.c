/* cjson.decode */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

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

int scripting_json_decode(lua_State *state) {
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
