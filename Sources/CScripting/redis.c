/* The table `redis`: commands, and values on their way between Lua and the protocol. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "sha1.h"

enum { depth_max = 1000 };

/* From the protocol to Lua. */

typedef struct {
    const unsigned char *at, *end;
} answer;

static long long line_number(answer *from) {
    long long value = 0;
    int is_negative = from->at < from->end && *from->at == '-';
    if (is_negative) from->at++;
    while (from->at < from->end && *from->at != '\r') {
        value = (long long)((unsigned long long)value * 10 + (unsigned)(*from->at++ - '0'));
    }
    from->at += from->end - from->at < 2 ? from->end - from->at : 2;
    return is_negative ? (long long)(0 - (unsigned long long)value) : value;
}

static void push_line(lua_State *state, answer *from, const char *field) {
    const unsigned char *start = from->at;
    const unsigned char *stop = memchr(start, '\r', (size_t)(from->end - start));
    if (stop == NULL) stop = from->end;
    lua_newtable(state);
    lua_pushlstring(state, (const char *)start, (size_t)(stop - start));
    lua_setfield(state, -2, field);
    from->at = from->end - stop < 2 ? from->end : stop + 2;
}

static void push_answer(lua_State *state, answer *from) {
    luaL_checkstack(state, 5, "too many nested values");
    if (from->at == from->end) {
        lua_pushboolean(state, 0);
        return;
    }
    switch (*from->at++) {
    case ':': lua_pushnumber(state, (lua_Number)line_number(from)); break;
    case '+': push_line(state, from, "ok"); break;
    case '-': push_line(state, from, "err"); break;
    case '$': {
        long long count = line_number(from);
        if (count < 0 || count > from->end - from->at) {
            lua_pushboolean(state, 0);
            break;
        }
        lua_pushlstring(state, (const char *)from->at, (size_t)count);
        from->at += count;
        from->at += from->end - from->at < 2 ? from->end - from->at : 2;
        break;
    }
    default: {
        long long count = line_number(from);
        if (count < 0) {
            lua_pushboolean(state, 0);
            break;
        }
        lua_newtable(state);
        for (long long i = 1; i <= count && from->at < from->end; i++) {
            push_answer(state, from);
            lua_rawseti(state, -2, (int)i);
        }
    }
    }
}

/* From Lua to the protocol. */

static void put(scripting_engine *engine, const void *bytes, size_t count) {
    scripting_append(engine, &engine->result, bytes, count);
}

static void put_head(scripting_engine *engine, char kind, long long number) {
    char text[32];
    put(engine, text, (size_t)snprintf(text, sizeof text, "%c%lld\r\n", kind, number));
}

static int put_field(lua_State *state, scripting_engine *engine, const char *field, char kind) {
    lua_pushstring(state, field);
    lua_rawget(state, -2);
    int found = lua_type(state, -1) == LUA_TSTRING;
    if (found) {
        size_t count;
        const char *text = lua_tolstring(state, -1, &count);
        put(engine, &kind, 1);
        for (size_t i = 0; i < count; i++)
            put(engine, text[i] == '\r' || text[i] == '\n' ? " " : text + i, 1);
        put(engine, "\r\n", 2);
    }
    lua_pop(state, 1);
    return found;
}

static long long whole(lua_Number value) {
    if (!(value > -9223372036854775808.0 && value < 9223372036854775808.0))
        return (long long)INT64_MIN;
    return (long long)value;
}

static void put_value(lua_State *state, scripting_engine *engine, int depth) {
    if (depth > depth_max || !lua_checkstack(state, 5)) luaL_error(state, "reached lua stack limit");
    if (engine->result.failed) return;
    switch (lua_type(state, -1)) {
    case LUA_TSTRING: {
        size_t count;
        const char *text = lua_tolstring(state, -1, &count);
        put_head(engine, '$', (long long)count);
        put(engine, text, count);
        put(engine, "\r\n", 2);
        break;
    }
    case LUA_TNUMBER: put_head(engine, ':', whole(lua_tonumber(state, -1))); break;
    case LUA_TBOOLEAN:
        if (lua_toboolean(state, -1)) put_head(engine, ':', 1);
        else put_head(engine, '$', -1);
        break;
    case LUA_TTABLE: {
        if (put_field(state, engine, "err", '-') || put_field(state, engine, "ok", '+')) break;
        int count = 0;
        for (;; count++) {
            lua_rawgeti(state, -1, count + 1);
            int is_end = lua_isnil(state, -1);
            lua_pop(state, 1);
            if (is_end) break;
        }
        put_head(engine, '*', count);
        for (int i = 1; i <= count && !engine->result.failed; i++) {
            lua_rawgeti(state, -1, i);
            put_value(state, engine, depth + 1);
            lua_pop(state, 1);
        }
        break;
    }
    default: put_head(engine, '$', -1);
    }
}

int scripting_answer(lua_State *state) {
    put_value(state, scripting_engine_of(state), 0);
    return 0;
}

/* Commands. */

static int push_error(lua_State *state, const char *text) {
    lua_newtable(state);
    lua_pushstring(state, text);
    lua_setfield(state, -2, "err");
    return 1;
}

static int give_error(lua_State *state, int raises) {
    if (!raises) return 1;
    lua_Debug caller;
    if (!scripting_engine_of(state)->raises_tables) {
        lua_getfield(state, -1, "err");
    } else if (lua_getstack(state, 1, &caller) && lua_getinfo(state, "l", &caller)) {
        lua_pushinteger(state, caller.currentline);
        lua_setfield(state, -2, "line");
    }
    return lua_error(state);
}

/* The words of a command: texts as they are, numbers with 17 digits. */
static scripting_bytes *words_of(lua_State *state, int count) {
    scripting_bytes *words = lua_newuserdata(state, (size_t)count * sizeof *words);
    for (int i = 0; i < count; i++) {
        size_t length;
        if (lua_type(state, i + 1) == LUA_TNUMBER) {
            char text[64];
            snprintf(text, sizeof text, "%.17g", (double)lua_tonumber(state, i + 1));
            lua_pushstring(state, text);
            lua_replace(state, i + 1);
        } else if (lua_type(state, i + 1) != LUA_TSTRING) {
            return NULL;
        }
        words[i].bytes = (const unsigned char *)lua_tolstring(state, i + 1, &length);
        words[i].count = length;
    }
    return words;
}

static int perform(lua_State *state, int raises) {
    scripting_engine *engine = scripting_engine_of(state);
    int count = lua_gettop(state);
    if (engine->command == NULL) {
        push_error(state, "ERR redis.call can only be called inside a script invocation");
        return give_error(state, 1);
    }
    if (count == 0) {
        push_error(state, "ERR Please specify at least one argument for redis.call()");
        return give_error(state, raises);
    }
    scripting_bytes *words = words_of(state, count);
    if (words == NULL) {
        push_error(state, "ERR Lua redis lib command arguments must be strings or integers");
        return give_error(state, raises);
    }
    engine->reply.count = 0;
    engine->reply.failed = 0;
    if (engine->outcome != scripting_done ||
        engine->command(engine->owner, engine, words, (size_t)count) != 0)
        scripting_stop(state, scripting_stopped);
    if (engine->reply.failed) scripting_stop(state, scripting_too_large);
    answer from = {engine->reply.bytes, engine->reply.bytes + engine->reply.count};
    int is_error = engine->reply.count > 0 && engine->reply.bytes[0] == '-';
    push_answer(state, &from);
    return is_error ? give_error(state, raises) : 1;
}

static int call(lua_State *state) { return perform(state, 1); }
static int protected_call(lua_State *state) { return perform(state, 0); }

/* Words about replies. */

static int wrap(lua_State *state, const char *field) {
    if (lua_gettop(state) != 1 || lua_type(state, 1) != LUA_TSTRING)
        return push_error(state, "wrong number or type of arguments");
    lua_newtable(state);
    lua_pushvalue(state, 1);
    lua_setfield(state, -2, field);
    return 1;
}

static int error_reply(lua_State *state) {
    /* From 7.0 on a text without a code is given one. */
    if (scripting_engine_of(state)->raises_tables && lua_gettop(state) == 1 &&
        lua_type(state, 1) == LUA_TSTRING) {
        const char *text = lua_tostring(state, 1);
        if (text[0] == '-') lua_pushstring(state, text + 1);
        else lua_pushfstring(state, strchr(text, ' ') == NULL ? "ERR %s" : "%s", text);
        lua_replace(state, 1);
    }
    return wrap(state, "err");
}

static int status_reply(lua_State *state) { return wrap(state, "ok"); }

static int sha1_hex(lua_State *state) {
    if (lua_gettop(state) != 1) return luaL_error(state, "wrong number of arguments");
    size_t count = 0;
    const char *bytes = lua_tolstring(state, 1, &count);
    uint8_t digest[20];
    redoubt_sha1(bytes, bytes == NULL ? 0 : count, digest);
    char hex[40];
    for (size_t i = 0; i < sizeof hex; i++)
        hex[i] = "0123456789abcdef"[digest[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
    lua_pushlstring(state, hex, sizeof hex);
    return 1;
}

/* In the newer protocol commands answer with other types, which are not made here. */
static int set_protocol(lua_State *state) {
    if (luaL_checknumber(state, 1) != 2) scripting_stop(state, scripting_unsupported);
    return 0;
}

static int nothing(lua_State *state) {
    (void)state;
    return 0;
}

static int no(lua_State *state) {
    lua_pushboolean(state, 0);
    return 1;
}

/* register_function(name, function) or register_function{function_name=, callback=}. */
static int register_function(lua_State *state) {
    if (!scripting_engine_of(state)->is_loading)
        return luaL_error(
            state, "redis.register_function can only be called on FUNCTION LOAD command"
        );
    if (lua_gettop(state) == 1 && lua_istable(state, 1)) {
        lua_getfield(state, 1, "function_name");
        lua_getfield(state, 1, "callback");
        lua_remove(state, 1);
    }
    luaL_checktype(state, 1, LUA_TSTRING);
    luaL_checktype(state, 2, LUA_TFUNCTION);
    lua_settop(state, 2);
    scripting_push_functions(state);
    lua_insert(state, 1);
    lua_pushvalue(state, 2);
    lua_rawget(state, 1);
    if (!lua_isnil(state, -1)) return luaL_error(state, "Function already exists in the library");
    lua_pop(state, 1);
    lua_rawset(state, 1);
    return 0;
}

void scripting_open_redis(lua_State *state) {
    static const luaL_Reg functions[] = {
        {"call", call},
        {"pcall", protected_call},
        {"error_reply", error_reply},
        {"status_reply", status_reply},
        {"sha1hex", sha1_hex},
        {"log", nothing},
        {"setresp", set_protocol},
        {"set_repl", nothing},
        {"debug", nothing},
        {"breakpoint", no},
        {"replicate_commands", no},
        {"register_function", register_function},
        {NULL, NULL},
    };
    static const struct {
        const char *name;
        int value;
    } numbers[] = {
        {"LOG_DEBUG", 0}, {"LOG_VERBOSE", 1}, {"LOG_NOTICE", 2},  {"LOG_WARNING", 3},
        {"REPL_NONE", 0}, {"REPL_AOF", 1},    {"REPL_SLAVE", 2},  {"REPL_REPLICA", 2},
        {"REPL_ALL", 3},
    };
    luaL_register(state, "redis", functions);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        lua_pushinteger(state, numbers[i].value);
        lua_setfield(state, -2, numbers[i].name);
    }
    lua_pop(state, 1);
}
