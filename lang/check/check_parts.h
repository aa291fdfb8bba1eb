/* check_parts.h - between the files of check. */
#ifndef LANG_CHECK_PARTS_H
#define LANG_CHECK_PARTS_H
#include "lang/check/check.h"
#include "lang/resolve/names.h"

typedef struct Check {
    Names *names;
    Arena *arena;
    DiagList *diags;
    AstRule *rule;     /* NULL in a check or a single expression */
    bool gate_words;   /* the rule used one, or read a gate */
    bool result_words; /* one of them was about a result, or about a gate that has one */
} Check;

/* Types every node below; a message and TY_ERROR where that is not possible (check_expr.c). */
void check_expr(Check *check, Expr *expr);
void check_condition(Check *check, Expr *expr); /* and it is a yes_no */
void check_condition_type(Check *check, const Expr *expr);
/* One value, not a list and not a text; false after a message, or if one was given before. */
bool check_scalar(Check *check, Expr *expr);
Str check_describe(const Check *check, const Type *type);

/* numbers (check_number.c) */
void check_arithmetic(Check *check, Expr *expr); /* + - * / neg, min and max of two */
void check_round(Check *check, Expr *expr);
void check_function(Check *check, Expr *expr); /* sqrt ln exp power */
void check_number(Check *check, Expr *expr);
bool check_is_number(const Type *type);
/* May these two be compared, added or stand for each other? A message if not. what: "compared",
 * "added" ... */
bool check_same_kind(Check *check, Expr *a, Expr *b, const char *what, Span span);
/* Is the value of this type where that one is declared? A message if not. */
bool check_fits(Check *check, Expr *expr, const Type *declared, const char *what, Span declared_at);
bool check_may_be_quotient(const Expr *expr);

/* comparisons (check_compare.c) */
void check_compare(Check *check, Expr *expr);
void check_is(Check *check, Expr *expr);
void check_in(Check *check, Expr *expr);
void check_in_typed(Check *check, Expr *expr, bool cell); /* args[0] has its type */
void check_compare_typed(Check *check, Expr *expr);
void check_within(Check *check, Expr *expr);
void check_between(Check *check, Expr *expr);
/* A name beside something of an enumeration that only now is known. */
void check_late_value(Check *check, Expr *item, const Type *type);

/* calls and list words (check_list.c) */
void check_list_word(Check *check, Expr *expr);
void check_call(Check *check, Expr *expr);

/* gate words (check_gate.c) */
void check_gate_word(Check *check, Expr *expr);
void check_reads(Check *check, const Expr *expr); /* a rule that reads a gate is a gate */

/* what is allowed but probably not meant (check_lint.c) */
void check_lint_compare(Check *check, const Expr *expr);
void check_lint_cases(Check *check, const AstRule *rule);
/* Of whole rules, once no error is left (check_lint_rule.c). */
void check_lint_rules(Check *check);
/* A literal result or bound outside the declared range. */
void check_lint_range(Check *check, const Expr *literal, const AstTypeRef *declared, Name name);

/* rules (check_rule.c) */
void check_rule(Check *check, AstRule *rule);
#endif
