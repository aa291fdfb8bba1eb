/* test_case.h - a `test` of the language as a case of case_runner.h. */
#ifndef TOOLS_TEST_CASE_H
#define TOOLS_TEST_CASE_H
#include "lang/ast.h"

#include <jansson.h>

/* NULL and *why if the test itself is wrong. The caller gives the reference back (json_decref). */
/* Puts a value at a dotted path of a patient; groups are made on the way. NULL: the path is
 * removed. */
void test_case_put(Arena *arena, json_t *patient, Str path, json_t *value);
json_t *test_case_make(Arena *arena, const Ast *ast, const AstTest *test, Str *why);
#endif
