/* diagnose_habits.c - messages about what is written so in other languages. */
#include "lang/messages/diagnose_add.h"

void diagnose_foreign_word(DiagList *list, Span span, const char *message, const char *help)
{
    diagnose_add(list, D_SYNTAX, span, str_from_c(message), str_from_c(help));
}

void diagnose_arrow(DiagList *list, Span span)
{
    diagnose_add(list, D_FOREIGN_OPERATOR, span, STR("`=>` stands before a result in a table"),
                 STR("at least is written `>=`"));
}

void diagnose_turned_sign(DiagList *list, Span span, const char *right)
{
    diagnose_add(list, D_FOREIGN_OPERATOR, span, TEXT("the sign is written `%s`", right), STR_NONE);
    diagnose_offer(list, span, str_from_c(right));
}

void diagnose_chained_comparison(DiagList *list, Span span, Str sign)
{
    diagnose_add(list, D_SYNTAX, span,
                 TEXT("a second comparison in a row: `%S` compares two things, not three", sign),
                 STR("write 3 < x and x < 10; with both ends included, x in 3..10"));
}

void diagnose_comma_between_columns(DiagList *list, Span span)
{
    diagnose_add(list, D_SYNTAX, span, STR("columns and cells are separated by `|`"),
                 STR("a comma lists several values within one cell"));
}

void diagnose_unit_or_field(DiagList *list, Span span, Str found, Str unit, Span unit_at)
{
    diagnose_add_second(list, D_SYNTAX, span, TEXT("`%S` cannot follow a value", found), unit_at,
                        TEXT("after a number `%S` is its unit", unit),
                        TEXT("if a field is called `%S`, write a comma before it", unit));
}

void diagnose_reason_as_text(DiagList *list, Span span, Str text)
{
    diagnose_add(list, D_SYNTAX, span, STR("`because` is followed by the name of a reason"),
                 TEXT("declare it once, reason NAME %S from ID, and write `because NAME`", text));
}
