/* diagnose_rules.c - messages about where rules come from, about gates, and the warnings. */
#include "lang/messages/diagnose_add.h"

void diagnose_rule_without_source(DiagList *list, Span span, const char *kind, Str name)
{
    diagnose_add(list, D_RULE_WITHOUT_SOURCE, span,
                 TEXT("%s `%S` does not say where it comes from", kind, name),
                 STR("write `from` and the statements it rests on, or `from outside \"...\"`"));
}

void diagnose_shown_is_context(DiagList *list, Span span, Str id, Span declared)
{
    diagnose_add_second(
        list, D_SHOWN_IS_CONTEXT, span, TEXT("%S is context, which no report shows", id), declared,
        STR("declared here"),
        TEXT("write `statement %S figure` if it is a number to show beside the advice", id));
}

void diagnose_gate_word_without_gate(DiagList *list, Span span, const char *word, Str rule,
                                     Span declared)
{
    diagnose_add_second(list, D_GATE_WORD_WITHOUT_GATE, span,
                        TEXT("`%s` asks what is known, and only a gate may ask that", word),
                        declared, TEXT("`%S` is no gate", rule),
                        STR("add the clause `gate`, and the report will mark it"));
}

void diagnose_gate_about_gate(DiagList *list, Span span, const char *word, Str name, Span declared)
{
    diagnose_add_second(list, D_GATE_ABOUT_GATE, span,
                        TEXT("`%s` may ask about results of rules that are no gates", word),
                        declared, TEXT("`%S` is a gate", name), STR_NONE);
}

void diagnose_reads_gate(DiagList *list, Span span, Str name, Span declared, Str reader)
{
    diagnose_add_second(list, D_READS_GATE, span,
                        TEXT("`%S` reads a gate and is none itself", reader), declared,
                        TEXT("`%S` is a gate", name),
                        STR("add the clause `gate`: its answer depends on what is known"));
}

void diagnose_gate_reads_gate(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_GATE_READS_GATE, span,
                        STR("a gate reads results of rules that are no gates"), declared,
                        TEXT("`%S` is a gate", name),
                        STR("put what both ask into a `define` with the clause `gate`"));
}

void diagnose_gate_word_in_check(DiagList *list, Span span, const char *word)
{
    diagnose_add(list, D_GATE_WORD_IN_CHECK, span,
                 TEXT("`%s` asks what is known, and here is no record to ask", word),
                 STR("gate words stand in rules with the clause `gate`"));
}

void diagnose_gate_subject(DiagList *list, Span span, const char *word, Str wanted)
{
    diagnose_add(list, D_GATE_SUBJECT, span, TEXT("`%s` asks about %S", word, wanted), STR_NONE);
}

void diagnose_may_be_type(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_MAY_BE_TYPE, span,
                 TEXT("`may be` asks about named values, this is %S", type), STR_NONE);
}

void diagnose_not_gate_word(DiagList *list, Span span, Str word)
{
    const char *opposite = word.ptr[0] == 'm'   ? "known"
                           : word.ptr[0] == 'k' ? "missing"
                           : word.ptr[0] == 's' ? "open"
                                                : "settled";
    diagnose_add(list, D_NOT_GATE_WORD, span, TEXT("`is not %S` has a word of its own", word),
                 TEXT("write `is %s`", opposite));
}

void diagnose_ambiguous_word(DiagList *list, Span span, Str word, Span declared)
{
    diagnose_add_second(list, D_AMBIGUOUS_WORD, span,
                        TEXT("`%S` is a value of this decision and also a gate word", word),
                        declared, STR("the value"), STR("rename the value"));
}

void diagnose_unused_statement(DiagList *list, Span span, Str id)
{
    diagnose_add(list, D_UNUSED_STATEMENT, span, TEXT("no rule rests on %S", id),
                 STR("mark it `context` or `figure` if it asks for none"));
}

void diagnose_real_compared(DiagList *list, Span span)
{
    diagnose_add(list, D_REAL_COMPARED, span,
                 STR("a real is not exact: near the threshold this may go either way"),
                 STR("round it first: round(x, 2)"));
}

void diagnose_outside_range(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_OUTSIDE_RANGE, span,
                        TEXT("this lies outside the range of `%S`", name), declared,
                        STR("declared here"), STR_NONE);
}

void diagnose_decided_comparison(DiagList *list, Span span, bool always, Str name, Span declared)
{
    diagnose_add_second(list, D_DECIDED_COMPARISON, span,
                        always ? TEXT("this always holds, by the range of `%S`", name)
                               : TEXT("this never holds, by the range of `%S`", name),
                        declared, STR("declared here"), STR_NONE);
}

void diagnose_unreachable(DiagList *list, Span span, const char *what, Span because)
{
    diagnose_add_second(list, D_UNREACHABLE, span, TEXT("%s cannot be reached", what), because,
                        STR("this always holds"), STR("leave it out"));
}

void diagnose_gate_without_word(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_GATE_WITHOUT_WORD, span,
                 TEXT("`%S` asks nothing that only a gate may ask", name),
                 STR("leave the clause `gate` out"));
}

void diagnose_score_range(DiagList *list, Span span, int64_t most)
{
    diagnose_add(list, D_SCORE_RANGE, span, TEXT("all points together are %lld", most),
                 STR("the range should end there"));
}
