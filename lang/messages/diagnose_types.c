/* diagnose_types.c - messages about types. */
#include "lang/messages/diagnose_add.h"
#include "runtime/base/limits.h"

void diagnose_condition_expected(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_CONDITION_EXPECTED, span,
                 TEXT("a condition is yes or no, this is %S", type),
                 STR("compare it with something"));
}

void diagnose_kind_mismatch(DiagList *list, Span span, Str left, Str right, const char *what)
{
    diagnose_add(list, D_KIND_MISMATCH, span, TEXT("%S and %S cannot be %s", left, right, what),
                 STR_NONE);
}

void diagnose_list_as_scalar(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_LIST_AS_SCALAR, span,
                 TEXT("`%S` is a list, and one value is wanted here", name),
                 TEXT("for example: %S.count, any %S with (...), max %S.FIELD", name, name, name));
}

void diagnose_list_value_as_scalar(DiagList *list, Span span, Str path, Str record, Str of,
                                   Str field)
{
    diagnose_add(list, D_LIST_VALUE_AS_SCALAR, span,
                 TEXT("`%S` has one value for each %S", path, record),
                 TEXT("for example: max %S, any %S with (%S ...)", path, of, field));
}

void diagnose_not_a_list(DiagList *list, Span span, Str name, const char *word, Span declared)
{
    diagnose_add_second(list, D_NOT_A_LIST, span, TEXT("`%S` is no list", name), declared,
                        STR("declared here"), TEXT("`%s` is for lists of records", word));
}

void diagnose_text_in_logic(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_TEXT_IN_LOGIC, span, TEXT("a %S is a label and not for logic", type),
                 STR("declare an enumeration if rules depend on it"));
}

void diagnose_unordered_enum(DiagList *list, Span span, Str values, Span declared)
{
    diagnose_add_second(list, D_UNORDERED_ENUM, span, TEXT("%S have no order", values), declared,
                        STR("declared here"),
                        STR("write `enum ordered` if they have one, or use `is` and `in a, b`"));
}

void diagnose_sign_for_is(DiagList *list, Span span, bool negated, Str type)
{
    const char *sign = negated ? "!=" : "=", *word = negated ? "is not" : "is";
    diagnose_add(list, D_SIGN_FOR_IS, span,
                 TEXT("`%s` compares numbers and dates; this is %S", sign, type),
                 TEXT("write `%s`", word));
}

void diagnose_is_for_sign(DiagList *list, Span span, bool negated, Str type)
{
    diagnose_add(list, D_IS_FOR_SIGN, span, TEXT("`is` compares enumerations; this is %S", type),
                 TEXT("write `%s`", negated ? "!=" : "="));
}

void diagnose_cell_type(DiagList *list, Span span, Str cell, Str column, Span column_at)
{
    diagnose_add_second(list, D_CELL_TYPE, span, TEXT("this cell is %S", cell), column_at,
                        TEXT("its column is %S", column), STR_NONE);
}

void diagnose_number_expected(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_NUMBER_EXPECTED, span, TEXT("a number is wanted here, this is %S", type),
                 STR_NONE);
}

void diagnose_date_expected(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_DATE_EXPECTED, span, TEXT("a date is wanted here, this is %S", type),
                 STR_NONE);
}

void diagnose_result_type(DiagList *list, Span span, Str found, const char *what, Str declared,
                          Span declared_at)
{
    diagnose_add_second(list, D_RESULT_TYPE, span, TEXT("this is %S", found), declared_at,
                        TEXT("%s is %S", what, declared), STR_NONE);
}

void diagnose_result_type_missing(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_RESULT_TYPE_MISSING, span,
                 TEXT("it is not said which values `%S` has", name),
                 TEXT("for example: %S : low, high", name));
}

void diagnose_result_of_text(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_RESULT_OF_TEXT, span, TEXT("a result or a parameter cannot be %S", type),
                 STR_NONE);
}

void diagnose_quotient_unrounded(DiagList *list, Span span, Str name, Str divisor, Str factor)
{
    diagnose_add(
        list, D_QUOTIENT_UNROUNDED, span,
        divisor.ptr
            ? TEXT("`%S` reports a quotient by %S, which may have more digits than are kept", name,
                   divisor)
            : TEXT("`%S` reports a quotient, which may have no end", name),
        factor.ptr
            ? TEXT("multiply by %S instead, or say how many digits are reported: round(x, 2)",
                   factor)
            : STR("say how many digits are reported: round(x, 2)"));
}

void diagnose_root_unrounded(DiagList *list, Span span)
{
    diagnose_add(list, D_ROOT_UNROUNDED, span, STR("a square root is no exact number"),
                 STR("round it: round(sqrt(x), 2), or compare it where it is needed"));
}

void diagnose_constant_expected(DiagList *list, Span span, bool cell)
{
    diagnose_add(list, D_CONSTANT_EXPECTED, span,
                 cell ? STR("a cell holds fixed values")
                      : STR("a list of values holds fixed values"),
                 STR("compare with something else by a sign: x >= y"));
}

void diagnose_date_arithmetic(DiagList *list, Span span, Str left, Str right)
{
    diagnose_add(list, D_DATE_ARITHMETIC, span,
                 TEXT("%S and %S: dates do not do that", left, right),
                 STR("there is DATE + DURATION, DATE - DURATION and DATE - DATE"));
}

void diagnose_partial_date(DiagList *list, Span span, Str date)
{
    diagnose_add(list, D_PARTIAL_DATE, span, TEXT("%S is not one day", date),
                 TEXT("write the day: %S%s", date, date.len > 4 ? "-01" : "-01-01"));
}

void diagnose_within_part(DiagList *list, Span span, Str type, bool date)
{
    diagnose_add(list, D_WITHIN_PART, span,
                 date ? TEXT("a date is wanted here, this is %S", type)
                      : TEXT("a duration is wanted here, this is %S", type),
                 STR("for example: date within 4 wk before as_of"));
}

void diagnose_between_part(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_BETWEEN_PART, span, TEXT("a date is wanted here, this is %S", type),
                 STR("for example: years between birth and as_of"));
}

void diagnose_loops_too_deep(DiagList *list, Span span)
{
    diagnose_add(list, D_LOOPS_TOO_DEEP, span,
                 TEXT("list words are nested more than %d deep", (int)LIMIT_LOOP_DEPTH),
                 STR("put the inner one into a `define`"));
}

void diagnose_worst_of_type(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_WORST_OF_TYPE, span,
                 TEXT("`worst of` chooses among named values, this is %S", type),
                 STR("the values are listed from best to worst: suitable, cautioned, unsuitable"));
}

void diagnose_result_columns(DiagList *list, Span span, uint32_t found, uint32_t wanted)
{
    diagnose_add(list, D_RESULT_COLUMNS, span,
                 TEXT("%u result column%s for %u result%s", (unsigned)found, found == 1 ? "" : "s",
                      (unsigned)wanted, wanted == 1 ? "" : "s"),
                 STR("each result of the rule has one column `=> NAME`"));
}

void diagnose_result_column(DiagList *list, Span span, Str found, Str wanted, Span declared)
{
    diagnose_add_second(list, D_RESULT_COLUMN, span,
                        TEXT("the result column `%S` stands where `%S` belongs", found, wanted),
                        declared, STR("declared here"),
                        STR("result columns have the names and the order of the rule's results"));
}

void diagnose_given_type(DiagList *list, Span span, Str path, Str type)
{
    diagnose_add(list, D_GIVEN_TYPE, span,
                 TEXT("this is no value of `%S`, which is %S", path, type), STR_NONE);
}

void diagnose_list_in_record(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_LIST_IN_RECORD, span, TEXT("`%S` is a list inside a record", name),
                 STR("lists stand in `patient`"));
}

void diagnose_list_without_bound(DiagList *list, Span span)
{
    diagnose_add(list, D_LIST_WITHOUT_BOUND, span,
                 STR("a list declares how many elements it may have"),
                 STR("for example: list of lesion 0..50"));
}

void diagnose_list_bound(DiagList *list, Span span)
{
    diagnose_add(list, D_LIST_BOUND, span,
                 TEXT("a list has 0 to %d elements", (int)LIMIT_LIST_BOUND), STR_NONE);
}

void diagnose_list_clause(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_LIST_CLAUSE, span, TEXT("`%S` is no list", name),
                 STR("complete, counted and largest are clauses of lists"));
}

void diagnose_clause_type(DiagList *list, Span span, Str name, Str wanted)
{
    diagnose_add(list, D_CLAUSE_TYPE, span, TEXT("`%S` is not %S", name, wanted), STR_NONE);
}

void diagnose_error_on_type(DiagList *list, Span span)
{
    diagnose_add(list, D_ERROR_ON_TYPE, span,
                 STR("a measurement error is a positive number of the field's kind"),
                 STR("for example: error 2 mm"));
}
