/* diagnose_lint.c - warnings about whole rules: what is allowed and probably not meant. */
#include "lang/messages/diagnose_add.h"

void diagnose_contradiction(DiagList *list, bool always, Span part, Span first)
{
    diagnose_add_second(list, D_CONTRADICTION, part,
                        always
                            ? STR("this `or` always holds: whatever the patient, one of two does")
                            : STR("this `and` never holds: two of its parts exclude each other"),
                        first, STR("the other part"),
                        always ? STR("write what is meant, or `always`")
                               : STR("write what is meant; `or` holds if one of them does"));
}

void diagnose_value_never_given(DiagList *list, Span span, Str value, Str rule, Span head)
{
    diagnose_add_second(
        list, D_VALUE_NEVER_GIVEN, span, TEXT("nothing gives `%S` the value `%S`", rule, value),
        head, STR("declared here"),
        STR("add the case, or leave the value out; values that others share belong to an `enum`"));
}

void diagnose_stronger_than_source(DiagList *list, Span span, Str strength, Str statement,
                                   Str stated, Span stated_at)
{
    diagnose_add_second(
        list, D_STRONGER_THAN_SOURCE, span,
        TEXT("`%S` is stronger than every statement this rests on", strength), stated_at,
        TEXT("%S, the strongest of them, says `%S`", statement, stated),
        STR("take the strength of the source, or name in `from` the statement that says more"));
}

void diagnose_for_and_against(DiagList *list, Span span, Str name, Str other, Span other_at)
{
    diagnose_add_second(
        list, D_FOR_AND_AGAINST, span, STR("this title stands both for and against"), other_at,
        TEXT("`%S` has the same one", other),
        TEXT("say in the titles what is different, or claim that they exclude each other: check "
             "\"...\" never %S applies and %S applies end",
             other, name));
}

void diagnose_age_by_sum(DiagList *list, Span span, Str date, Str years)
{
    diagnose_add(
        list, D_AGE_BY_SUM, span,
        STR("for 29 February this sum is 28 February, and an age is reached on 1 March"),
        TEXT("an age: years between %S and as_of >= %S; for a day that is due this is right "
             "and can be named by a `define`",
             date, years));
}

void diagnose_review_passed(DiagList *list, Span span, Str review_by, Str as_of)
{
    diagnose_add(
        list, D_REVIEW_PASSED, span,
        TEXT("this guideline was to be reviewed by %S; this is asked as of %S", review_by, as_of),
        STR("review it against its source, and set the next date"));
}

void diagnose_parameter_hides(DiagList *list, Span span, Str name, Str rule, bool field,
                              Span hidden)
{
    diagnose_add_second(list, D_PARAMETER_HIDES, span,
                        field ? TEXT("inside `%S` this parameter hides the field `%S`", rule, name)
                              : TEXT("inside `%S` this parameter hides the rule `%S`", rule, name),
                        hidden, STR("hidden there"), STR("give the parameter another name"));
}

void diagnose_comment_or_minus(DiagList *list, Span span)
{
    diagnose_add(
        list, D_COMMENT_OR_MINUS, span,
        STR("`--` begins a comment: the rest of this line is not read"),
        STR("write a space before a comment; to subtract a negative number, write x - (-2)"));
}

void diagnose_exception_without_reason(DiagList *list, Span span, Str advice)
{
    diagnose_add(list, D_EXCEPTION_WITHOUT_REASON, span,
                 TEXT("where this rules `%S` out, the report cannot say why", advice),
                 STR("declare a `reason` and write `because` and its name after the condition"));
}

void diagnose_range_left(DiagList *list, Span span, Str rule, int64_t most, int64_t end, bool score)
{
    diagnose_add(
        list, D_RANGE_LEFT, span,
        score ? TEXT("the points of `%S` can add up to %lld, and its range ends at %lld", rule,
                     most, end)
              : TEXT("`%S` can count up to %lld, and its range ends at %lld", rule, most, end),
        TEXT("let the range end at %lld: a result outside its range is no answer", most));
}

void diagnose_range_left_by(DiagList *list, Span span, Str rule, Str patient)
{
    diagnose_add(list, D_RANGE_LEFT, span, TEXT("`%S` leaves its range %S", rule, patient),
                 STR("widen the range, or cut the result with `min` or `max`: a result outside its "
                     "range is no answer"));
}
