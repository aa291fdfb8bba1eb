/* check_rules.h - what a check speaks of as one more decision, so that it is answered as exactly as
 * any other. */
#ifndef VERIFY_CHECK_RULES_H
#define VERIFY_CHECK_RULES_H
#include "lang/ast.h"

/* A decision of a name that nobody can write: it meets no rule of the guideline. number: from 1. */
AstRule *check_rule_make(Arena *arena, const AstCheck *check, uint32_t number);
#endif
