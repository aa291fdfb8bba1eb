/* diagnose_program.c - messages about a program as a whole: found by the compiler, after every rule is right by itself. */
#include "lang/diagnose_add.h"
#include "runtime/base/limits.h"

void diagnose_too_many_calls(DiagList *list, Span span, Str function, Span declared)
{
    diagnose_add_second(list, D_TOO_MANY_CALLS, span,
                        TEXT("this call of `%S` is one too many: a program has at most %d", function, LIMIT_INLINED), declared,
                        STR("its whole body stands at every call, and calls inside multiply"),
                        STR("write a `define` for what is used more than once: it is computed once"));
}

void diagnose_program_too_large(DiagList *list, Str what, int most)
{
    diagnose_add(list, D_PROGRAM_TOO_LARGE, SPAN_NOWHERE, TEXT("the program needs more than %d %S", most, what),
                 STR("split the guideline, or the rule, in two"));
}

void diagnose_undecidable(DiagList *list, Str answer)
{
    diagnose_add(list, D_UNDECIDABLE, SPAN_NOWHERE,
                 TEXT("with little known, `%S` has more than %d cases to tell apart and stays undecided", answer, LIMIT_NODES),
                 STR("cut it into decisions that read fewer facts, or lower the bound of the list it reads"));
}

void diagnose_hole(DiagList *list, Str decision, Str file, unsigned line)
{
    diagnose_add(list, D_HOLE, SPAN_NOWHERE,
                 TEXT("for some patients no case of `%S` (%S:%u) holds", decision, file, line),
                 STR("add the case that is missing, or `otherwise`"));
}

void diagnose_overlap(DiagList *list, Str decision, Str file, unsigned line)
{
    diagnose_add(list, D_OVERLAP, SPAN_NOWHERE,
                 TEXT("for some patients two cases of `%S` (%S:%u) with different results hold", decision, file, line),
                 STR("make them exclude each other, or say `first` if their order decides"));
}
