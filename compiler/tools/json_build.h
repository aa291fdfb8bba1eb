/* json_build.h - JSON made with jansson, whose functions go on without a word where memory has run
 * out: a member is missing then, or the whole is NULL. So whoever made or read JSON asks here
 * before he relies on it. */
#ifndef TOOLS_JSON_BUILD_H
#define TOOLS_JSON_BUILD_H
#include "runtime/base/str.h"

#include <jansson.h>

/* jansson's memory comes through the hooks from now on. Once, before anything is made. */
void json_build_begin(void);
/* Leaves by the arena's recovery point if any memory was refused since. */
void json_build_check(Arena *arena);
/* A copy of the text: views of it outlive the value. */
json_t *json_build_text(Str text);
/* Prints the value and a line end, then drops it. */
void json_build_print(StrBuf *out, json_t *value, size_t flags);
#endif
