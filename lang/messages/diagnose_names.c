/* diagnose_names.c - messages about names. */
#include "lang/messages/diagnose_add.h"
#include "runtime/base/limits.h"

static Str mean(DiagList *list, Str did_you_mean)
{
    return did_you_mean.ptr ? TEXT("did you mean `%S`?", did_you_mean) : STR_NONE;
}

static Str mean_or(DiagList *list, Str did_you_mean, const char *otherwise)
{
    return did_you_mean.ptr ? mean(list, did_you_mean) : str_from_c(otherwise);
}

void diagnose_unknown_name(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(
        list, D_UNKNOWN_NAME, span, TEXT("nothing is called `%S`", name),
        mean_or(list, did_you_mean, "declare it in `patient` if it is a fact, or with `define`"));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_duplicate(DiagList *list, Span span, const char *noun, Str name, Span first)
{
    diagnose_add_second(list, D_DUPLICATE, span, TEXT("a second %s `%S`", noun, name), first,
                        STR("the first one"), STR_NONE);
}

void diagnose_unknown_statement(DiagList *list, Span span, Str id, Str did_you_mean)
{
    diagnose_add(
        list, D_UNKNOWN_STATEMENT, span, TEXT("there is no statement %S", id),
        did_you_mean.ptr
            ? TEXT("did you mean %S?", did_you_mean)
            : TEXT("declare it: statement %S at SOURCE \"place\" \"what the source says\"", id));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_type(DiagList *list, Span span, Str name, Str did_you_mean, Str in_unit)
{
    diagnose_add(list, D_UNKNOWN_TYPE, span, TEXT("there is no type `%S`", name),
                 !did_you_mean.ptr && in_unit.ptr
                     ? TEXT("write `%S`", in_unit)
                     : mean_or(list, did_you_mean,
                               "declare it with `enum`, or write the values here: a, b, c"));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_not_a_value(DiagList *list, Span span, Str name, Str type, Str did_you_mean)
{
    diagnose_add(list, D_NOT_A_VALUE, span, TEXT("`%S` is no value of %S", name, type),
                 mean(list, did_you_mean));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_too_many_values(DiagList *list, Span span, uint32_t count)
{
    diagnose_add(list, D_TOO_MANY_VALUES, span,
                 TEXT("an enumeration has at most 64 values, this one has %u", (unsigned)count),
                 STR("split it, or group values that no rule tells apart"));
}

void diagnose_unknown_strength(DiagList *list, Span span, Str name, Str scale, Span declared)
{
    bool known = scale.len > 0;
    diagnose_add_second(list, D_UNKNOWN_STRENGTH, span,
                        TEXT("`%S` is not on the scale of strengths", name), declared,
                        STR("the scale"),
                        known ? TEXT("it is one of %S", scale)
                              : STR("declare the scale in the header: strength strong, weak"));
}

void diagnose_unknown_source(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_SOURCE, span, TEXT("the header declares no source `%S`", name),
                 did_you_mean.ptr ? mean(list, did_you_mean)
                                  : TEXT("add to the header: source %S \"title\"", name));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_reason(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_REASON, span, TEXT("there is no reason `%S`", name),
                 did_you_mean.ptr
                     ? mean(list, did_you_mean)
                     : TEXT("declare it: reason %S \"what the report says\" from ID", name));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_decision(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(
        list, D_UNKNOWN_NAME, span, TEXT("there is no decision `%S`", name),
        mean_or(list, did_you_mean, "a test expects decisions, scores, advice and cautions"));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_not_reported(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(
        list, D_NOT_REPORTED, span, TEXT("no report shows `%S`", name), declared,
        STR("declared here"),
        STR("a test expects decisions, scores, advice and cautions: expect one that reads it"));
}

void diagnose_which_element(DiagList *list, Span span, Str name, Str record, Span declared)
{
    bool each = record.len > 0;
    diagnose_add_second(list, D_WHICH_ELEMENT, span,
                        each ? TEXT("`%S` has an answer for each %S", name, record)
                             : TEXT("`%S` has one answer, not one for each element", name),
                        declared, STR("declared here"),
                        each ? TEXT("say which one: `%S of \"KEY\"`", name)
                             : STR("leave out `of`"));
}

void diagnose_unknown_advice(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_ADVICE, span, TEXT("there is no advice `%S`", name),
                 mean(list, did_you_mean));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_record(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_RECORD, span, TEXT("there is no record `%S`", name),
                 did_you_mean.ptr ? mean(list, did_you_mean)
                                  : TEXT("declare it: record %S ... end", name));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_test(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_TEST, span, TEXT("there is no test \"%S\"", name),
                 did_you_mean.ptr ? TEXT("did you mean \"%S\"?", did_you_mean) : STR_NONE);
    diagnose_offer(list, span, did_you_mean.ptr ? TEXT("\"%S\"", did_you_mean) : STR_NONE);
}

void diagnose_unknown_gap(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_GAP, span, TEXT("there is no gap `%S`", name),
                 mean(list, did_you_mean));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_caution(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_CAUTION, span, TEXT("there is no caution `%S`", name),
                 mean(list, did_you_mean));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_field(DiagList *list, Span span, Str name, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_FIELD, span, TEXT("the patient has no field `%S`", name),
                 mean(list, did_you_mean));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_unknown_element_field(DiagList *list, Span span, Str field, Str record,
                                    Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_ELEMENT_FIELD, span, TEXT("a %S has no field `%S`", record, field),
                 mean(list, did_you_mean));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_hidden_name(DiagList *list, Span span, Str name, Str record, Span other, bool field)
{
    Str help = field ? TEXT("write `%S.%S` or `patient.%S`", record, name, name)
                     : TEXT("write `%S.%S`, or rename one of them", record, name);
    diagnose_add_second(list, D_HIDDEN_NAME, span,
                        TEXT("`%S` is a field of the %S and also something else", name, record),
                        other, STR("the other one"), help);
}

void diagnose_element_field_outside(DiagList *list, Span span, Str name, Str record, Str of,
                                    Span declared)
{
    diagnose_add_second(
        list, D_ELEMENT_FIELD_OUTSIDE, span,
        TEXT("`%S` belongs to one %S, and here is none", name, record), declared,
        STR("declared here"),
        TEXT("ask about the list: any %S with (...), or write the rule `for each %S`", of, record));
}

void diagnose_element_rule_outside(DiagList *list, Span span, Str name, Str record, Str of,
                                   Span declared)
{
    diagnose_add_second(
        list, D_ELEMENT_RULE_OUTSIDE, span, TEXT("`%S` has one answer for each %S", name, record),
        declared, STR("declared here"),
        TEXT("ask about the list: any %S with (...), or write this rule `for each %S` too", of,
             record));
}

void diagnose_record_in_no_list(DiagList *list, Span span, Str record, Span declared)
{
    diagnose_add_second(
        list, D_RECORD_IN_NO_LIST, span, TEXT("no list of the patient holds a %S", record),
        declared, STR("the record"), TEXT("add to `patient`: NAME : list of %S 0..50", record));
}

void diagnose_two_lists(DiagList *list, Span span, Str record, Span first)
{
    diagnose_add_second(list, D_TWO_LISTS, span, TEXT("a second list of %S", record), first,
                        STR("the first list"),
                        TEXT("`for each %S` must mean one list: declare another record", record));
}

void diagnose_advice_as_value(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_ADVICE_AS_VALUE, span, TEXT("`%S` is an advice", name), declared,
                        STR("declared here"), TEXT("write `%S applies`", name));
}

void diagnose_caution_as_value(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_CAUTION_AS_VALUE, span,
                        TEXT("`%S` is a caution, and cautions cannot be read", name), declared,
                        STR("declared here"),
                        STR("put what triggers it into a `define` and read that"));
}

void diagnose_value_alone(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_VALUE_ALONE, span,
                        TEXT("`%S` is a value, but it is not said of what", name), declared,
                        STR("the value"), TEXT("write `NAME is %S`", name));
}

void diagnose_not_advice(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_NOT_ADVICE, span, TEXT("`%S` is no advice", name), declared,
                        STR("declared here"),
                        STR("only an advice applies; other names are read as they are"));
}

void diagnose_not_a_function(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_NOT_A_FUNCTION, span, TEXT("`%S` is no function", name), declared,
                        STR("declared here"), STR("read it without arguments"));
}

void diagnose_function_without_call(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_FUNCTION_WITHOUT_CALL, span, TEXT("`%S` is a function", name),
                 TEXT("write `%S(...)`", name));
}

void diagnose_argument_count(DiagList *list, Span span, Str name, uint32_t found, uint32_t wanted,
                             Span declared)
{
    diagnose_add_second(list, D_ARGUMENT_COUNT, span,
                        TEXT("`%S` takes %u argument%s, not %u", name, (unsigned)wanted,
                             wanted == 1 ? "" : "s", (unsigned)found),
                        declared, STR("declared here"), STR_NONE);
}

void diagnose_reserved_value(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_RESERVED_VALUE, span, TEXT("`%S` cannot be a value", name),
                 TEXT("`x is %S` asks about the record; choose another word", name));
}

void diagnose_record_as_type(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_RECORD_AS_TYPE, span, TEXT("`%S` is a record", name),
                 TEXT("write `list of %S 0..50`", name));
}

void diagnose_rule_cycle(DiagList *list, Span span, Str way, Span start, Str places)
{
    diagnose_add_second(list, D_RULE_CYCLE, span, TEXT("these read each other: %S", way), start,
                        STR("the circle begins here"), places);
}

void diagnose_function_for_each(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_FUNCTION_FOR_EACH, span,
                 TEXT("`%S` has parameters and cannot also be `for each`", name),
                 STR("give it what it needs as arguments"));
}

void diagnose_gap_without_policy(DiagList *list, Span span, Str name, Span declared)
{
    diagnose_add_second(list, D_GAP_WITHOUT_POLICY, span, TEXT("nobody can set the gap `%S`", name),
                        declared, STR("it has no `policy`"), STR_NONE);
}

void diagnose_native_parameters(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_NATIVE_PARAMETERS, span,
                 TEXT("`%S` has more than %d parameters", name, (int)LIMIT_NATIVE_PARAMETERS),
                 STR_NONE);
}

void diagnose_not_a_status(DiagList *list, Span span)
{
    diagnose_add(list, D_NOT_A_STATUS, span, STR("this is no status of an advice"),
                 STR("an advice is applies, ruled_out, not_applicable or open"));
}
