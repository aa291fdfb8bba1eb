/* diagnose_units.c - messages about units, dimensions and ranges. */
#include "lang/messages/diagnose_add.h"

void diagnose_unknown_unit(DiagList *list, Span span, Str unit, Str did_you_mean)
{
    diagnose_add(list, D_UNKNOWN_UNIT, span, TEXT("there is no unit `%S`", unit),
                 did_you_mean.ptr
                     ? TEXT("did you mean `%S`?", did_you_mean)
                     : STR("units are UCUM codes, written exactly: cm, mg/dL, 10*9/L, mo, %"));
    diagnose_offer(list, span, did_you_mean);
}

void diagnose_dimension_mismatch(DiagList *list, Span span, Str left, Str right, const char *what,
                                 bool time, Str unit)
{
    Str plain = str_equal(unit, STR("%"))
                    ? STR("a share of 0 to 1 is in percent after `* 100 %`: x * 100 %")
                : unit.ptr ? TEXT("a plain number in %S is `x * 1 %S`; a quantity without its unit "
                                  "is `x / 1 %S`",
                                  unit, unit, unit)
                           : STR_NONE;
    diagnose_add(list, D_DIMENSION_MISMATCH, span,
                 TEXT("%S and %S cannot be %s", left, right, what),
                 time ? STR("months and years have no fixed number of days") : plain);
}

/* 0.3 of a whole is 30 %: which of the two is meant only the author knows. */
static Str say_percent(DiagList *list, Str number)
{
    StrBuf whole = { .arena = list->arena };
    Dec value;
    if (number_parse(number, &value) != NUMBER_OK || value <= 0 || value > DEC_ONE) {
        return STR_NONE;
    }
    dec_print(&whole, value * 100);
    return TEXT("`%S %%` or `%S %%`? A share of the whole is written in percent", buf_get(&whole),
                number);
}

void diagnose_missing_unit(DiagList *list, Span span, Str number, Str unit)
{
    Str percent = str_equal(unit, STR("%")) ? say_percent(list, number) : STR_NONE;
    diagnose_add(list, D_MISSING_UNIT, span,
                 STR("a number that measures something carries its unit"),
                 percent.ptr ? percent : TEXT("write `%S %S`", number, unit));
    diagnose_offer_behind(list, span, percent.ptr ? STR_NONE : TEXT(" %S", unit));
}

void diagnose_unit_of_other_dimension(DiagList *list, Span span, Str unit, Str dimension,
                                      Str wanted)
{
    diagnose_add(list, D_UNIT_OF_OTHER_DIMENSION, span,
                 TEXT("`%S` is a unit of %S, not of %S", unit, dimension, wanted), STR_NONE);
}

void diagnose_unit_on_type(DiagList *list, Span span, Str type, Str in_unit)
{
    diagnose_add(list, D_UNIT_ON_TYPE, span, TEXT("a value of type `%S` has no unit", type),
                 in_unit.ptr ? TEXT("a quantity in this unit is written `%S`", in_unit)
                             : STR("a quantity is written DIMENSION in UNIT: length in cm"));
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

void diagnose_number_beyond_unit(DiagList *list, Span span, Str from, Str value, Str unit)
{
    diagnose_add(list, D_NUMBER_BEYOND_UNIT, span,
                 from.len ? TEXT("1 %S is %S %S, and numbers reach 92233720368", from, value, unit)
                          : TEXT("in %S this is %S, and numbers reach 92233720368", unit, value),
                 TEXT("keep what it is compared with in a larger unit than %S", unit));
}
