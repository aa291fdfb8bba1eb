/* unit.c - the table of units and the algebra of dimensions, read off units.def. */
#include "runtime/value/unit.h"
#include <string.h>

/* How often each fundamental kind is a factor of a dimension. */
typedef struct Exponents {
    int8_t length, mass, amount, days, months, catalytic, international, body_surface, pressure,
        dose, radioactivity, temperature, attenuation;
} Exponents;

enum { EXPONENT_COUNT = sizeof(Exponents) };

typedef enum DimIndex {
    DIM_INDEX_plain_number,
#define DIM(name, base, ...) DIM_INDEX_##name,
#define SHARE(name, base) DIM_INDEX_##name,
#include "runtime/value/units.def"
    DIM_COUNT
} DimIndex;

typedef struct DimInfo {
    Str name, base;
    bool is_share;
    Exponents exponents;
} DimInfo;

static const DimInfo dims[DIM_COUNT] = {
    { { "number", 6 }, { "", 0 }, false, { 0 } },
#define DIM(name, base, ...) \
    { { #name, sizeof #name - 1 }, { base, sizeof base - 1 }, false, { __VA_ARGS__ } },
#define SHARE(name, base) { { #name, sizeof #name - 1 }, { base, sizeof base - 1 }, true, { 0 } },
#include "runtime/value/units.def"
};

typedef struct UnitInfo {
    Str code;
    DimId dim;
    int64_t num, den;
} UnitInfo;

static const UnitInfo units[] = {
    { { "", 0 }, DIM_INDEX_plain_number, 1, 1 },
#define UNIT(code, dim, num, den) { { code, sizeof code - 1 }, DIM_INDEX_##dim, num, den },
#include "runtime/value/units.def"
};

enum { UNIT_COUNT = sizeof units / sizeof *units };

unsigned unit_get_count(void)
{
    return UNIT_COUNT;
}

UnitId unit_find(Str code)
{
    for (unsigned i = 1; i < UNIT_COUNT; i++) {
        if (units[i].code.len == code.len && memcmp(units[i].code.ptr, code.ptr, code.len) == 0) {
            return (UnitId)i;
        }
    }
    return UNIT_NONE;
}

Str unit_get_code(UnitId unit)
{
    return units[unit].code;
}

DimId unit_get_dim(UnitId unit)
{
    return units[unit].dim;
}

Str dim_get_name(DimId dim)
{
    return dims[dim].name;
}

unsigned dim_get_count(void)
{
    return DIM_COUNT;
}

DimId dim_find(Str name)
{
    for (unsigned i = 1; i < DIM_COUNT; i++) {
        if (str_equal(dims[i].name, name)) {
            return (DimId)i;
        }
    }
    return DIM_NONE;
}

bool dim_accepts(Str type_name, DimId dim)
{
    DimId named = dim_find(type_name);
    if (named == DIM_NONE) {
        return false;
    }
    return named == dim || (named == DIM_INDEX_duration && dim == DIM_INDEX_duration_in_months);
}

UnitId dim_get_base(DimId dim)
{
    return unit_find(dims[dim].base);
}

static Rat get_base_factor(UnitId unit)
{
    Rat factor;
    rat_make(units[unit].num, units[unit].den, &factor);
    return factor;
}

bool unit_get_factor(UnitId from, UnitId to, Rat *factor)
{
    if (units[from].dim != units[to].dim) {
        return false;
    }
    return rat_div(get_base_factor(from), get_base_factor(to), factor);
}

bool unit_convert(Rat value, UnitId from, UnitId to, Rat *out)
{
    Rat factor;
    return unit_get_factor(from, to, &factor) && rat_mul(value, factor, out);
}

static bool has_exponents(DimId dim)
{
    return dim != DIM_NONE && !dims[dim].is_share;
}

/* The dimension with a's exponents plus `sign` times b's. */
static bool find_combined(DimId a, DimId b, int sign, DimId *out)
{
    int8_t left[EXPONENT_COUNT], right[EXPONENT_COUNT];
    memcpy(left, &dims[a].exponents, sizeof left);
    memcpy(right, &dims[b].exponents, sizeof right);
    for (int i = 0; i < EXPONENT_COUNT; i++) {
        left[i] = (int8_t)(left[i] + sign * right[i]);
    }
    for (unsigned i = 0; i < DIM_COUNT; i++) {
        if (dims[i].is_share || memcmp(left, &dims[i].exponents, sizeof left) != 0) {
            continue;
        }
        *out = (DimId)i;
        return true;
    }
    return false;
}

/* A plain number or a share of something leaves the other dimension as it is. */
bool dim_multiply(DimId a, DimId b, DimId *out)
{
    if (has_exponents(a) || has_exponents(b)) {
        return find_combined(a, b, 1, out);
    }
    if (a != DIM_NONE && b != DIM_NONE && a != b) {
        return false;
    }
    *out = a != DIM_NONE ? a : b;
    return true;
}

bool dim_divide(DimId a, DimId b, DimId *out)
{
    if (has_exponents(a) || has_exponents(b)) {
        return find_combined(a, b, -1, out);
    }
    if (a != DIM_NONE && b != DIM_NONE && a != b) {
        return false;
    }
    *out = a == b || a == DIM_NONE ? DIM_NONE : a;
    return true;
}

/* Factors are below 10^16 and above 10^-16, so that their products and quotients always fit.
 * Of the units of the dimension that are `factor` base units the one written like this, else the
 * first. */
static bool find_with_factor(DimId dim, Rat factor, Str written, UnitId *out)
{
    bool found = false;
    for (unsigned i = UNIT_COUNT; i-- > 0;) {
        if (units[i].dim != dim || rat_compare(get_base_factor((UnitId)i), factor) != 0) {
            continue;
        }
        found = true;
        *out = (UnitId)i;
        if (str_equal(units[i].code, written)) {
            break;
        }
    }
    return found;
}

enum { CODE_BYTES = 40 }; /* two of the longest codes and a sign */

/* `cm2` is cm to the power of 2. */
static int split_power(Str *code)
{
    char last = code->len > 1 ? code->ptr[code->len - 1] : '1';
    if (last != '2' && last != '3') {
        return 1;
    }
    code->len--;
    return last - '0';
}

static Str write_product(UnitId a, UnitId b, char *room)
{
    Str left = units[a].code, right = units[b].code;
    int power = split_power(&left) + split_power(&right);
    if (!str_equal(left, right) || left.len + 1 > CODE_BYTES) {
        return STR("");
    }
    memcpy(room, left.ptr, left.len);
    room[left.len] = (char)('0' + power);
    return (Str){ room, left.len + 1 };
}

static Str write_quotient(UnitId a, UnitId b, char *room)
{
    Str left = units[a].code, right = units[b].code;
    if (left.len + 1 + right.len > CODE_BYTES) {
        return STR("");
    }
    memcpy(room, left.ptr, left.len);
    room[left.len] = '/';
    memcpy(room + left.len + 1, right.ptr, right.len);
    return (Str){ room, left.len + 1 + right.len };
}

bool unit_multiply(UnitId a, UnitId b, UnitId *out)
{
    DimId dim;
    Rat factor = { 0, 1 };
    char room[CODE_BYTES];
    rat_mul(get_base_factor(a), get_base_factor(b), &factor);
    return dim_multiply(units[a].dim, units[b].dim, &dim) &&
           find_with_factor(dim, factor, write_product(a, b, room), out);
}

bool unit_divide(UnitId a, UnitId b, UnitId *out)
{
    DimId dim;
    Rat factor = { 0, 1 };
    char room[CODE_BYTES];
    rat_div(get_base_factor(a), get_base_factor(b), &factor);
    return dim_divide(units[a].dim, units[b].dim, &dim) &&
           find_with_factor(dim, factor, write_quotient(a, b, room), out);
}

static bool is_percent(UnitId unit)
{
    return dims[units[unit].dim].is_share && str_equal(dims[units[unit].dim].base, STR("1"));
}

static bool plan_factor(UnitId a, UnitId b, bool divide, bool (*is_factor)(UnitId),
                        ProductPlan *plan)
{
    if (is_factor(b)) {
        *plan = (ProductPlan){ a, dim_get_base(units[b].dim), a };
    } else if (is_factor(a) && !divide) {
        *plan = (ProductPlan){ dim_get_base(units[a].dim), b, b };
    } else {
        return false;
    }
    return true;
}

static bool plan_as_written(UnitId a, UnitId b, bool divide, ProductPlan *plan)
{
    *plan = (ProductPlan){ .left = a, .right = b };
    return divide ? unit_divide(a, b, &plan->result) : unit_multiply(a, b, &plan->result);
}

static bool is_share(UnitId unit)
{
    return dims[units[unit].dim].is_share;
}

bool unit_plan_product(UnitId a, UnitId b, bool divide, ProductPlan *plan)
{
    DimId da = units[a].dim, db = units[b].dim, dim;
    if (!(divide ? dim_divide(da, db, &dim) : dim_multiply(da, db, &dim))) {
        return false;
    }
    if (divide && da == db) {
        *plan = (ProductPlan){ a, a, UNIT_NONE };
        return true;
    }
    if (plan_factor(a, b, divide, is_percent, plan) || plan_as_written(a, b, divide, plan)) {
        return true;
    }
    if (da == db && plan_as_written(a, a, divide, plan)) {
        return true;
    }
    if (plan_factor(a, b, divide, is_share, plan)) {
        return true;
    }
    *plan = (ProductPlan){ dim_get_base(da), dim_get_base(db),
                           dim == DIM_NONE ? UNIT_NONE : dim_get_base(dim) };
    return true;
}
