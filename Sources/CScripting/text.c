#include <string.h>

#include "engine.h"

void scripting_text_begin(lua_State *state, scripting_text *text) {
    luaL_checkstack(state, 4, "too many nested values");
    text->state = state;
    text->count = 0;
    text->room = 256;
    text->bytes = lua_newuserdata(state, text->room);
    text->place = lua_gettop(state);
}

void scripting_text_append(scripting_text *text, const void *bytes, size_t count) {
    if (count > text->room - text->count) {
        size_t room = text->room;
        while (room - text->count < count) {
            if (room > SIZE_MAX / 4) luaL_error(text->state, "string too large");
            room *= 2;
        }
        unsigned char *larger = lua_newuserdata(text->state, room);
        memcpy(larger, text->bytes, text->count);
        lua_replace(text->state, text->place);
        text->bytes = larger;
        text->room = room;
    }
    if (count > 0) memcpy(text->bytes + text->count, bytes, count);
    text->count += count;
}

void scripting_text_byte(scripting_text *text, unsigned char byte) {
    scripting_text_append(text, &byte, 1);
}

void scripting_text_push(scripting_text *text) {
    lua_pushlstring(text->state, (const char *)text->bytes, text->count);
}
