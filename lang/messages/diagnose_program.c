/* diagnose_program.c - messages about a program as a whole: found by the compiler, after every rule
 * is right by itself. */
#include "lang/messages/diagnose_add.h"
#include "runtime/base/limits.h"

void diagnose_too_many_calls(DiagList *list, Span span, Str function, Span declared)
{
    diagnose_add_second(
        list, D_TOO_MANY_CALLS, span,
        TEXT("this call of `%S` is one too many: a program has at most %d", function,
             LIMIT_INLINED),
        declared, STR("its whole body stands at every call, and calls inside multiply"),
        STR("write a `define` for what is used more than once: it is computed once"));
}

void diagnose_program_too_large(DiagList *list, Span span, Str what, int most)
{
    diagnose_add(list, D_PROGRAM_TOO_LARGE, span,
                 TEXT("a program has at most %d %S; here it needs more", most, what),
                 STR("split the guideline in two"));
}

void diagnose_rule_too_large(DiagList *list, Span span, Str rule, Str what, int most)
{
    diagnose_add(list, D_PROGRAM_TOO_LARGE, span,
                 TEXT("`%S` needs more than %d %S", rule, most, what),
                 STR("split the rule in two"));
}

void diagnose_undecidable(DiagList *list, Span span, Str answer)
{
    diagnose_add(
        list, D_UNDECIDABLE, span,
        TEXT("with little known, `%S` has more than %d cases to tell apart and stays undecided",
             answer, LIMIT_NODES),
        STR("cut it into decisions that read fewer facts, or lower the bound of the list it reads"));
}

void diagnose_unsorted(DiagList *list, Span span, Str answer, Str elements, int most)
{
    diagnose_add(
        list, D_UNDECIDABLE, span,
        TEXT(
            "with dates missing, `%S` may have more than %d cases to tell apart and stay undecided",
            answer, LIMIT_NODES),
        TEXT(
            "it reads the latest of `%S`, and every order of their dates is a case: bound the list to %d elements, or ask "
            "for the latest value as a fact of its own",
            elements, most));
}

void diagnose_hole(DiagList *list, Span span, Str decision, Str patient)
{
    diagnose_add(list, D_HOLE, span, TEXT("no case of `%S` holds %S", decision, patient),
                 STR("add the case that is missing, or `otherwise`"));
}

void diagnose_overlap(DiagList *list, Span span, Str decision, Str patient)
{
    diagnose_add(list, D_OVERLAP, span,
                 TEXT("two cases of `%S` with different results hold %S", decision, patient),
                 STR("make them exclude each other, or say `first` if their order decides"));
}
