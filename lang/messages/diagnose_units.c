/* diagnose_units.c - messages about units, dimensions and ranges. */
#include "lang/messages/diagnose_add.h"

void diagnose_unknown_unit(DiagList *list, Span span, Str unit, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_UNIT, span, TEXT("there is no unit `%S`", unit),
                 did_you_mean.ptr
                     ? TEXT("did you mean `%S`?", did_you_mean)
                     : STR("units are UCUM codes, written exactly: cm, mg/dL, 10*9/L, mo, %"));
}

void diagnose_dimension_mismatch(DiagList *list, Span span, Str left, Str right, const char *what,
                                 bool time)
{
    diagnose_add(list, D_DIMENSION_MISMATCH, span,
                 TEXT("%S and %S cannot be %s", left, right, what),
                 time ? STR("months and years have no fixed number of days") : STR_NONE);
}

void diagnose_missing_unit(DiagList *list, Span span, Str number, Str unit)
{
    diagnose_add(list, D_MISSING_UNIT, span,
                 STR("a number that measures something carries its unit"),
                 TEXT("write `%S %S`", number, unit));
}

void diagnose_unit_of_other_dimension(DiagList *list, Span span, Str unit, Str dimension,
                                      Str wanted)
{
    diagnose_add(list, D_UNIT_OF_OTHER_DIMENSION, span,
                 TEXT("`%S` is a unit of %S, not of %S", unit, dimension, wanted), STR_NONE);
}

void diagnose_unit_on_type(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_UNIT_ON_TYPE, span, TEXT("a value of type `%S` has no unit", type),
                 STR("a quantity is written DIMENSION in UNIT: length in cm"));
}

void diagnose_type_without_unit(DiagList *list, Span span, Str type, Str unit)
{
    diagnose_add(list, D_TYPE_WITHOUT_UNIT, span,
                 TEXT("it is not said in which unit this %S is kept", type),
                 TEXT("for example: %S in %S", type, unit));
}

void diagnose_no_dimension(DiagList *list, Span span, Str left, Str right, bool divide)
{
    diagnose_add(list, D_NO_DIMENSION, span,
                 divide ? TEXT("%S divided by %S is no quantity that is known here", left, right)
                        : TEXT("%S times %S is no quantity that is known here", left, right),
                 STR("divide by a unit to get a plain number: x / 1 cm"));
}

void diagnose_plain_number_expected(DiagList *list, Span span, Str type, Str unit)
{
    diagnose_add(list, D_PLAIN_NUMBER_EXPECTED, span,
                 TEXT("a plain number is wanted here, this is %S", type),
                 TEXT("divide by a unit: x / 1 %S", unit));
}

void diagnose_range_reversed(DiagList *list, Span span)
{
    diagnose_add(list, D_RANGE_REVERSED, span, STR("this range ends before it starts"),
                 STR("write the smaller end first"));
}

void diagnose_bound_of_other_type(DiagList *list, Span span, Str type)
{
    diagnose_add(list, D_BOUND_OF_OTHER_TYPE, span, TEXT("this is no %S", type), STR_NONE);
}

void diagnose_bound_not_exact(DiagList *list, Span span, Str unit)
{
    diagnose_add(list, D_BOUND_NOT_EXACT, span,
                 TEXT("in %S this has more than 8 digits after the point", unit),
                 STR("write it in the unit of the type"));
}
