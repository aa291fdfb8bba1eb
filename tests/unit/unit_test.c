/* unit_test.c - units, conversions, products of dimensions. Expected values are from the
 * definitions of the units. */
#include "runtime/value/unit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static UnitId get_unit(const char *code)
{
    UnitId unit = unit_find(str_from_c(code));
    if (unit == UNIT_NONE) {
        fail_msg("no unit %s", code);
    }
    return unit;
}

static DimId get_dim(const char *name)
{
    DimId dim = dim_find(str_from_c(name));
    if (dim == DIM_NONE) {
        fail_msg("no dimension %s", name);
    }
    return dim;
}

/* 1 `from` = num/den `to`, and back. */
static void assert_factor(const char *from, const char *to, int64_t num, int64_t den)
{
    Rat factor, back, expected;
    assert_true(rat_make(num, den, &expected));
    if (!unit_get_factor(get_unit(from), get_unit(to), &factor) ||
        rat_compare(factor, expected) != 0) {
        fail_msg("1 %s is not %lld/%lld %s", from, (long long)num, (long long)den, to);
    }
    assert_true(unit_get_factor(get_unit(to), get_unit(from), &back));
    assert_true(rat_mul(factor, back, &factor));
    assert_int_equal(rat_compare(factor, rat_from_int(1)), 0);
}

static void test_lengths_areas_volumes(void **state)
{
    assert_factor("cm", "mm", 10, 1);
    assert_factor("m", "cm", 100, 1);
    assert_factor("mm", "um", 1000, 1);
    assert_factor("um", "nm", 1000, 1);
    assert_factor("km", "m", 1000, 1);
    assert_factor("dm", "cm", 10, 1);
    assert_factor("[in_i]", "cm", 254, 100);
    assert_factor("[ft_i]", "[in_i]", 12, 1);
    assert_factor("m2", "cm2", 10000, 1);
    assert_factor("cm2", "mm2", 100, 1);
    assert_factor("mm2", "um2", 1000000, 1);
    assert_factor("dm2", "cm2", 100, 1);
    assert_factor("L", "mL", 1000, 1);
    assert_factor("L", "dL", 10, 1);
    assert_factor("dL", "cL", 10, 1);
    assert_factor("mL", "uL", 1000, 1);
    assert_factor("uL", "nL", 1000, 1);
    assert_factor("nL", "fL", 1000000, 1);
    assert_factor("mL", "cm3", 1, 1);
    assert_factor("uL", "mm3", 1, 1);
    assert_factor("L", "dm3", 1, 1);
    assert_factor("m3", "L", 1000, 1);
}

static void test_masses_and_substances(void **state)
{
    assert_factor("kg", "g", 1000, 1);
    assert_factor("g", "mg", 1000, 1);
    assert_factor("mg", "ug", 1000, 1);
    assert_factor("ug", "ng", 1000, 1);
    assert_factor("ng", "pg", 1000, 1);
    assert_factor("[lb_av]", "kg", 45359237, 100000000);
    assert_factor("[lb_av]", "[oz_av]", 16, 1);
    assert_factor("mol", "mmol", 1000, 1);
    assert_factor("mmol", "umol", 1000, 1);
    assert_factor("umol", "nmol", 1000, 1);
    assert_factor("nmol", "pmol", 1000, 1);
    assert_factor("g/mol", "mg/mmol", 1, 1);
}

static void test_concentrations(void **state)
{
    assert_factor("g/dL", "g/L", 10, 1);
    assert_factor("g/dL", "mg/dL", 1000, 1);
    assert_factor("mg/dL", "mg/L", 10, 1);
    assert_factor("g/mL", "g/L", 1000, 1);
    assert_factor("mg/mL", "g/L", 1, 1);
    assert_factor("ng/mL", "ug/L", 1, 1);
    assert_factor("ng/mL", "ng/L", 1000, 1);
    assert_factor("pg/mL", "ng/L", 1, 1);
    assert_factor("ng/dL", "pg/mL", 10, 1);
    assert_factor("ng/mL", "pg/dL", 100000, 1);
    assert_factor("ug/mL", "mg/L", 1, 1);
    assert_factor("ug/dL", "ug/L", 10, 1);
    assert_factor("mol/L", "mmol/L", 1000, 1);
    assert_factor("mmol/L", "umol/L", 1000, 1);
    assert_factor("umol/L", "nmol/L", 1000, 1);
    assert_factor("nmol/L", "pmol/L", 1000, 1);
    assert_factor("kU/L", "U/L", 1000, 1);
    assert_factor("U/mL", "kU/L", 1, 1);
    assert_factor("mU/mL", "U/L", 1, 1);
    assert_factor("U/L", "mU/L", 1000, 1);
    assert_factor("ukat/L", "U/L", 60, 1); /* 1 U is 1 umol/min, 1 kat is 1 mol/s */
    assert_factor("kU", "U", 1000, 1);
    assert_factor("U", "mU", 1000, 1);
    assert_factor("k[IU]/L", "[IU]/mL", 1, 1);
    assert_factor("k[IU]", "[IU]", 1000, 1);
    assert_factor("m[IU]/mL", "[IU]/L", 1, 1);
    assert_factor("u[IU]/mL", "m[IU]/L", 1, 1);
}

static void test_counts(void **state)
{
    assert_factor("10*3/uL", "10*9/L", 1, 1);
    assert_factor("10*6/uL", "10*12/L", 1, 1);
    assert_factor("/uL", "10*6/L", 1, 1);
    assert_factor("10*9/L", "/uL", 1000, 1);
    assert_factor("/mL", "/L", 1000, 1);
    assert_factor("10*3/mL", "/uL", 1, 1);
    assert_factor("10*6/mL", "10*3/uL", 1, 1);
}

static void test_times(void **state)
{
    assert_factor("wk", "d", 7, 1);
    assert_factor("d", "h", 24, 1);
    assert_factor("h", "min", 60, 1);
    assert_factor("min", "s", 60, 1);
    assert_factor("s", "ms", 1000, 1);
    assert_factor("a", "mo", 12, 1);
    assert_factor("/min", "Hz", 1, 60);
    assert_factor("/s", "Hz", 1, 1);
    assert_factor("/h", "/d", 24, 1);
    assert_factor("/d", "/wk", 7, 1);
    assert_factor("L/min", "mL/min", 1000, 1);
    assert_factor("mL/min", "mL/h", 60, 1);
    assert_factor("L/h", "L/d", 24, 1);
    assert_factor("L/d", "mL/d", 1000, 1);
    assert_factor("mL/s", "mL/min", 60, 1);
    assert_factor("L/d/{1.73_m2}", "mL/min/{1.73_m2}", 1000, 1440);
    assert_factor("m/s", "cm/s", 100, 1);
    assert_factor("m/s", "mm/h", 3600000, 1);
    assert_factor("cm/s", "dm/d", 8640, 1);
    assert_factor("g/d", "mg/d", 1000, 1);
    assert_factor("mg/h", "mg/d", 24, 1);
    assert_factor("mg/min", "mg/h", 60, 1);
    assert_factor("mg/min", "ug/min", 1000, 1);
}

static void test_others(void **state)
{
    assert_factor("kg/m2", "g/m2", 1000, 1);
    assert_factor("g/m2", "mg/m2", 1000, 1);
    assert_factor("g/dm2", "g/m2", 100, 1);
    assert_factor("kPa", "Pa", 1000, 1);
    assert_factor("mm[Hg]", "Pa", 133322, 1000);
    assert_factor("cm[H2O]", "Pa", 980665, 10000);
    assert_factor("Gy", "cGy", 100, 1);
    assert_factor("cGy", "mGy", 10, 1);
    assert_factor("GBq", "MBq", 1000, 1);
    assert_factor("MBq", "kBq", 1000, 1);
    assert_factor("kBq", "Bq", 1000, 1);
    assert_factor("1", "%", 100, 1);
    assert_factor("mg/g", "g/kg", 1, 1);
    assert_factor("g/g", "mg/g", 1000, 1);
    assert_factor("mg/kg", "ug/kg", 1000, 1);
    assert_factor("mg/kg", "ug/g", 1, 1);
}

/* ---- the table as a whole ---- */

static void test_table_is_whole(void **state)
{
    assert_true(unit_get_count() > 100);
    assert_int_equal(unit_get_code(UNIT_NONE).len, 0);
    assert_int_equal(unit_get_dim(UNIT_NONE), DIM_NONE);
    for (unsigned i = 1; i < unit_get_count(); i++) {
        Rat factor;
        assert_int_equal(unit_find(unit_get_code((UnitId)i)), i); /* no code twice */
        UnitId base = dim_get_base(unit_get_dim((UnitId)i));
        assert_true(unit_get_factor((UnitId)i, base, &factor));
        assert_true(factor.num > 0);
    }
    for (unsigned i = 1; i < dim_get_count(); i++) {
        Rat factor;
        assert_int_equal(dim_find(dim_get_name((DimId)i)), i);
        UnitId base = dim_get_base((DimId)i);
        assert_int_not_equal(base, UNIT_NONE);
        assert_int_equal(unit_get_dim(base), i);
        assert_true(unit_get_factor(base, base, &factor));
        assert_int_equal(rat_compare(factor, rat_from_int(1)), 0);
    }
}

static void test_unknown_codes(void **state)
{
    static const char *const codes[] = { "",        "CM",  "Cm",  "MG/DL", "mg/dl ", "mmHg", "wks",
                                         "percent", "cm ", " cm", "mo2",   "10^9/L", "g//L" };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        assert_int_equal(unit_find(str_from_c(codes[i])), UNIT_NONE);
    }
    assert_int_equal(unit_find(STR("cm\0")), UNIT_NONE);
    assert_int_equal(unit_find(STR_NONE), UNIT_NONE);
    assert_int_equal(dim_find(STR("")), DIM_NONE);
    assert_int_equal(dim_find(STR("Length")), DIM_NONE);
    assert_int_equal(dim_find(STR("number")), DIM_NONE); /* a name for messages, not for authors */
}

static void test_convert(void **state)
{
    Rat value, expected;
    assert_true(rat_make(29, 10, &value));
    assert_true(unit_convert(value, get_unit("cm"), get_unit("mm"), &value));
    assert_int_equal(rat_compare(value, rat_from_int(29)), 0); /* 2.9 cm = 29 mm */
    assert_true(unit_convert(rat_from_int(1), get_unit("d"), get_unit("wk"), &value));
    assert_true(rat_make(1, 7, &expected));
    assert_int_equal(rat_compare(value, expected), 0);
    value = rat_from_int(5);
    assert_false(unit_convert(value, get_unit("wk"), get_unit("mo"), &value));
    assert_false(unit_convert(value, get_unit("cm"), get_unit("cm2"), &value));
    assert_false(unit_convert(value, get_unit("U/L"), get_unit("[IU]/L"), &value));
    assert_false(unit_convert(value, get_unit("mL/min"), get_unit("mL/min/{1.73_m2}"), &value));
    assert_false(unit_convert(value, get_unit("%"), get_unit("mg/g"), &value));
    assert_false(unit_convert(value, get_unit("%"), UNIT_NONE, &value));
    assert_int_equal(rat_compare(value, rat_from_int(5)), 0);
    Rat huge;
    assert_true(rat_make((__int128)INT64_MAX * INT64_MAX, 1, &huge));
    assert_false(unit_convert(huge, get_unit("km"), get_unit("nm"), &value));
    assert_int_equal(rat_compare(value, rat_from_int(5)), 0);
}

/* ---- dimensions ---- */

static void test_names_of_types(void **state)
{
    DimId days = unit_get_dim(get_unit("wk")), months = unit_get_dim(get_unit("mo"));
    assert_int_not_equal(days, months);
    assert_int_equal(dim_find(STR("duration")), days);
    assert_int_equal(dim_find(STR("duration_in_months")), months);
    assert_true(dim_accepts(STR("duration"), days));
    assert_true(dim_accepts(STR("duration"), months));
    assert_true(dim_accepts(STR("duration_in_months"), months));
    assert_false(dim_accepts(STR("duration_in_months"), days));
    assert_false(dim_accepts(STR("duration"), get_dim("length")));
    assert_true(dim_accepts(STR("length"), get_dim("length")));
    assert_false(dim_accepts(STR("length"), get_dim("area")));
    assert_true(dim_accepts(STR("percent"), unit_get_dim(get_unit("%"))));
    assert_false(dim_accepts(STR("nonsense"), get_dim("length")));
    assert_false(dim_accepts(STR("number"), DIM_NONE));
    assert_true(str_equal(dim_get_name(get_dim("mass_concentration")), STR("mass_concentration")));
}

static void assert_product(const char *a, const char *b, const char *result)
{
    DimId found = 999;
    if (!dim_multiply(get_dim(a), get_dim(b), &found) || found != get_dim(result)) {
        fail_msg("%s * %s is not %s", a, b, result);
    }
    assert_true(dim_multiply(get_dim(b), get_dim(a), &found));
    assert_int_equal(found, get_dim(result));
    assert_true(dim_divide(get_dim(result), get_dim(a), &found));
    assert_int_equal(found, get_dim(b));
}

static void test_products(void **state)
{
    assert_product("length", "length", "area");
    assert_product("length", "area", "volume");
    assert_product("mass_concentration", "volume", "mass");
    assert_product("substance_concentration", "volume", "substance");
    assert_product("catalytic_concentration", "volume", "catalytic_activity");
    assert_product("international_concentration", "volume", "international_units");
    assert_product("molar_mass", "substance", "mass");
    assert_product("molar_mass", "substance_concentration", "mass_concentration");
    assert_product("mass_per_area", "area", "mass");
    assert_product("flow", "duration", "volume");
    assert_product("mass_rate", "duration", "mass");
    assert_product("velocity", "duration", "length");
    assert_product("mass_concentration", "flow", "mass_rate");
}

static void test_plain_numbers_and_shares(void **state)
{
    DimId length = get_dim("length"), percent = get_dim("percent"),
          fraction = get_dim("mass_fraction"), found = 999;
    assert_true(dim_multiply(length, DIM_NONE, &found) && found == length);
    assert_true(dim_multiply(DIM_NONE, length, &found) && found == length);
    assert_true(dim_multiply(length, percent, &found) && found == length);
    assert_true(dim_multiply(DIM_NONE, DIM_NONE, &found) && found == DIM_NONE);
    assert_true(dim_multiply(percent, DIM_NONE, &found) && found == percent);
    assert_true(dim_multiply(DIM_NONE, percent, &found) && found == percent);
    assert_true(dim_multiply(percent, percent, &found) && found == percent);
    assert_true(dim_divide(length, length, &found) && found == DIM_NONE);
    assert_true(dim_divide(length, DIM_NONE, &found) && found == length);
    assert_true(dim_divide(length, percent, &found) && found == length);
    assert_true(dim_divide(percent, percent, &found) && found == DIM_NONE);
    assert_true(dim_divide(percent, DIM_NONE, &found) && found == percent);
    assert_true(dim_divide(DIM_NONE, percent, &found) && found == DIM_NONE);
    assert_true(dim_divide(DIM_NONE, get_dim("duration"), &found) && found == get_dim("frequency"));
    assert_true(dim_divide(DIM_NONE, get_dim("volume"), &found) &&
                found == get_dim("number_concentration"));
    assert_true(dim_multiply(get_dim("frequency"), get_dim("duration"), &found) &&
                found == DIM_NONE);
    assert_true(dim_multiply(get_dim("mass"), fraction, &found) && found == get_dim("mass"));
    found = 999;
    assert_false(dim_multiply(percent, fraction, &found));
    assert_false(dim_divide(percent, fraction, &found));
    assert_int_equal(found, 999);
}

static void test_products_that_have_no_name(void **state)
{
    DimId found = 999;
    assert_false(dim_multiply(get_dim("temperature"), get_dim("temperature"), &found));
    assert_false(dim_multiply(get_dim("volume"), get_dim("volume"), &found));
    assert_false(dim_multiply(get_dim("mass"), get_dim("mass"), &found));
    assert_false(dim_divide(get_dim("length"), get_dim("mass"), &found));
    assert_false(dim_divide(DIM_NONE, get_dim("mass"), &found));
    /* Months are not days: a rate per day times months is nothing. */
    assert_false(dim_multiply(get_dim("mass_rate"), get_dim("duration_in_months"), &found));
    assert_false(dim_divide(get_dim("duration"), get_dim("duration_in_months"), &found));
    assert_int_equal(found, 999);
}

/* What the header promises of base units: a product of 1 base unit and 1 base unit is 1 base unit.
 * Shown by quantities whose size is known otherwise: a cube of 10 cm holds 1 L; 5 mg in 10 dL are 5
 * mg/L; 70 kg on 2 m2 ... */
static void test_base_units_are_coherent(void **state)
{
    static const struct {
        const char *a, *b, *product;
        int64_t num, den;
    } cases[] = {
        { "cm", "cm", "cm2", 1, 1 },           { "cm", "cm2", "mL", 1, 1 },
        { "mm", "mm2", "uL", 1, 1 },           { "m", "m2", "L", 1000, 1 },
        { "[in_i]", "cm", "mm2", 254, 1 },     { "mg/dL", "dL", "mg", 1, 1 },
        { "ng/mL", "L", "ug", 1, 1 },          { "mmol/L", "mL", "umol", 1, 1 },
        { "U/mL", "L", "U", 1000, 1 },         { "ukat/L", "L", "U", 60, 1 },
        { "[IU]/mL", "dL", "[IU]", 100, 1 },   { "g/mol", "mmol/L", "mg/L", 1, 1 },
        { "kg/m2", "m2", "kg", 1, 1 },         { "mg/m2", "cm2", "ng", 100, 1 },
        { "mL/min", "h", "mL", 60, 1 },        { "L/d", "wk", "L", 7, 1 },
        { "mg/h", "d", "mg", 24, 1 },          { "cm/s", "min", "cm", 60, 1 },
        { "mg/mL", "mL/min", "mg/min", 1, 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        UnitId a = get_unit(cases[i].a), b = get_unit(cases[i].b),
               product = get_unit(cases[i].product);
        DimId dim;
        Rat x, y, found, expected;
        assert_true(dim_multiply(unit_get_dim(a), unit_get_dim(b), &dim));
        assert_true(unit_convert(rat_from_int(1), a, dim_get_base(unit_get_dim(a)), &x));
        assert_true(unit_convert(rat_from_int(1), b, dim_get_base(unit_get_dim(b)), &y));
        assert_true(rat_mul(x, y, &found));
        assert_true(unit_convert(found, dim_get_base(dim), product, &found));
        assert_true(rat_make(cases[i].num, cases[i].den, &expected));
        if (rat_compare(found, expected) != 0) {
            fail_msg("%s * %s is not %lld/%lld %s", cases[i].a, cases[i].b, (long long)cases[i].num,
                     (long long)cases[i].den, cases[i].product);
        }
    }
}

static void assert_unit_of_quotient(const char *a, const char *b, const char *result)
{
    UnitId found = 999;
    if (!unit_divide(get_unit(a), get_unit(b), &found) ||
        !str_equal(unit_get_code(found), str_from_c(result))) {
        fail_msg("%s / %s is not in %s", a, b, result);
    }
}

static void test_units_of_products(void **state)
{
    UnitId found = 999;
    assert_true(unit_multiply(get_unit("cm"), get_unit("cm"), &found) && found == get_unit("cm2"));
    assert_true(unit_multiply(get_unit("cm2"), get_unit("cm"), &found) && found == get_unit("cm3"));
    assert_true(unit_multiply(get_unit("mg/dL"), get_unit("dL"), &found) &&
                found == get_unit("mg"));
    assert_true(unit_multiply(get_unit("cm"), UNIT_NONE, &found) && found == get_unit("cm"));
    assert_true(unit_multiply(UNIT_NONE, get_unit("cm"), &found) && found == get_unit("cm"));
    assert_true(unit_multiply(get_unit("/d"), get_unit("d"), &found) && found == UNIT_NONE);
    assert_unit_of_quotient("kg", "m2", "kg/m2");
    assert_unit_of_quotient("mg", "dL", "mg/dL");
    assert_unit_of_quotient("mg", "mL", "mg/mL"); /* 1 g/L, but not written so */
    assert_unit_of_quotient("mL", "cm", "cm2");
    assert_unit_of_quotient("mL", "min", "mL/min");
    assert_unit_of_quotient("cm3", "cm", "cm2");
    assert_unit_of_quotient("ng/mL", "ng/mL", "");
    found = 999;
    assert_false(unit_multiply(get_unit("mm"), get_unit("m"), &found)); /* no unit of 10 cm2 */
    assert_false(unit_divide(get_unit("kg"), get_unit("cm2"), &found));
    assert_false(unit_divide(get_unit("cm"), get_unit("mm"), &found)); /* 10, not 1 */
    assert_false(unit_multiply(get_unit("kg"), get_unit("kg"), &found));
    assert_false(unit_divide(get_unit("kg"), get_unit("Cel"), &found));
    assert_int_equal(found, 999);
}

static void assert_plan(const char *a, const char *b, bool divide, const char *left,
                        const char *right, const char *result)
{
    ProductPlan plan = { 0 };
    assert_true(unit_plan_product(get_unit(a), get_unit(b), divide, &plan));
    if (!str_equal(unit_get_code(plan.left), str_from_c(left)) ||
        !str_equal(unit_get_code(plan.right), str_from_c(right)) ||
        !str_equal(unit_get_code(plan.result), str_from_c(result))) {
        fail_msg("%s %c %s is not planned as %s, %s: %s", a, divide ? '/' : '*', b, left, right,
                 result);
    }
}

static void test_plans_of_products(void **state)
{
    assert_plan("cm", "cm", false, "cm", "cm", "cm2");
    assert_plan("cm", "mm", false, "cm", "cm", "cm2"); /* no unit of 0.1 cm2 */
    assert_plan("cm", "mm", true, "cm", "cm", "");
    assert_plan("mg/kg", "kg", false, "mg/kg", "kg", "mg");
    assert_plan("mg", "mL", true, "mg", "mL", "mg/mL");
    assert_plan("%", "cm", false, "1", "cm", "cm");
    assert_plan("cm", "%", false, "cm", "1", "cm");
    assert_plan("m", "%", true, "m", "1", "m");
    assert_plan("%", "%", false, "%", "1", "%");
    assert_plan("m", "ug/g", false, "m", "ug/g", "um");
    assert_plan("[in_i]", "mg/g", false, "[in_i]", "g/g", "[in_i]");
    assert_plan("kg", "cm2", true, "g", "dm2", "g/dm2");
    ProductPlan plan;
    assert_false(unit_plan_product(get_unit("kg"), get_unit("Cel"), true, &plan));
    assert_false(unit_plan_product(get_unit("kg"), get_unit("kg"), false, &plan));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths_areas_volumes),
        cmocka_unit_test(test_masses_and_substances),
        cmocka_unit_test(test_concentrations),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_table_is_whole),
        cmocka_unit_test(test_unknown_codes),
        cmocka_unit_test(test_convert),
        cmocka_unit_test(test_names_of_types),
        cmocka_unit_test(test_products),
        cmocka_unit_test(test_plain_numbers_and_shares),
        cmocka_unit_test(test_products_that_have_no_name),
        cmocka_unit_test(test_base_units_are_coherent),
        cmocka_unit_test(test_units_of_products),
        cmocka_unit_test(test_plans_of_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
