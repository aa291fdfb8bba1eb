/* resolve_walk.h - between the files that resolve expressions. */
#ifndef LANG_RESOLVE_WALK_H
#define LANG_RESOLVE_WALK_H
#include "lang/resolve/resolve_parts.h"
#include "runtime/base/limits.h"

typedef struct Walk {
    Names *names;
    AstRule *rule; /* NULL in a check or a single expression */
    AstField *lists[LIMIT_LOOP_DEPTH + 1];
    unsigned depth;
} Walk;

/* Every name below *slot. expected: the enumeration a bare name may be a value of, or NULL. */
void resolve_walk(Walk *walk, Expr **slot, const AstEnum *expected);

/* one name (resolve_name.c) */
void resolve_name(Walk *walk, Expr *expr, const AstEnum *expected);
AstField *resolve_find_loop_field(const Walk *walk, Str name);
AstField *resolve_find_spelt_field(const Walk *walk, Str path, bool *known_record);
AstParameter *resolve_find_parameter(const Walk *walk, Str name);
Str resolve_strip_patient(Str path);
/* Which enumeration a thing is of, as far as declarations say; NULL if none. */
const AstEnum *resolve_find_enum(const Walk *walk, const Expr *expr);
void resolve_make_value(Expr *expr, const AstEnum *enumeration, uint16_t index);
void resolve_make_error(Expr *expr);
/* A rule for each element is read inside a loop over that list only; false after a message. */
bool resolve_element_rule(Walk *walk, Expr *expr, AstRule *rule);
void resolve_element_field(Walk *walk, Expr *expr, AstField *field, bool spelt);
bool resolve_is_beside_error(const Walk *walk, Expr *expr, const Expr *beside);
bool resolve_may_be_value(const Walk *walk, const Expr *expr, const Expr *beside);

/* list words, calls, advice (resolve_list.c) */
void resolve_list_word(Walk *walk, Expr *expr);
bool resolve_list_extreme(Walk *walk, Expr *expr);
void resolve_call(Walk *walk, Expr *expr);
bool resolve_advice(Walk *walk, Expr *expr);
#endif
