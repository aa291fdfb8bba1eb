/* resolve_parts.h - between the files of resolve and check. */
#ifndef LANG_RESOLVE_PARTS_H
#define LANG_RESOLVE_PARTS_H
#include "lang/resolve/names.h"

/* types (resolve_type.c) */
void resolve_enum(Names *names, const AstEnum *enumeration);
void resolve_type(Names *names, AstTypeRef *ref);
void resolve_fields(Names *names);
UnitId resolve_unit(Names *names, Name unit);
/* Reports a decimal that is out of range in the unit of its type. */
bool resolve_fits(Names *names, const Expr *literal, Rat value, const Type *type);
/* A literal of this type on its grid; false after a message. upper: the last day of a partial date.
 */
bool resolve_literal(Names *names, Expr *literal, const Type *type, int64_t *grid, bool upper);

/* What a message calls a type: "length", "yes_no", "one of low, high". (describe.c) */
Str resolve_describe(Arena *arena, const Type *type);
/* "`a`, `b` and 5 more" */
Str resolve_list_values(Arena *arena, const AstEnum *enumeration);

/* where rules come from (resolve_source.c) */
void resolve_sources(Names *names);
/* Its place on the guideline's scale; NO_STRENGTH if none is written, or after a message. */
uint16_t resolve_strength(Names *names, Name strength);

/* expressions (resolve_expr.c) */
void resolve_rule(Names *names, AstRule *rule);
void resolve_check(Names *names, AstCheck *check);
Expr *resolve_single(Names *names, Expr *expr);

/* what reads what (resolve_order.c): cycles, and every rule after those it reads */
typedef struct Read {
    AstRule *rule;
    Span span;
} Read;
typedef struct Reads {
    VEC(Read) items;
} Reads;
void resolve_order(Names *names, Reads *reads);

/* tests (resolve_test.c) */
void resolve_tests(Names *names);
#endif
