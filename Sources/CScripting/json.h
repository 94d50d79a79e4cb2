/* What the files of the library `cjson` share. */
#ifndef REDOUBT_SCRIPTING_JSON_H
#define REDOUBT_SCRIPTING_JSON_H

#include "engine.h"

/* What becomes of infinities and NaN when they are written. */
enum { invalid_refused = 0, invalid_as_text = 1, invalid_as_null = 2 };

int scripting_json_encode(lua_State *state);
int scripting_json_decode(lua_State *state);

#endif
