/* plain_value.c - values and operations of the second engine. */
#include "tests/oracle/plain.h"

Plain plain_bool(bool value)
{
    return (Plain){ .kind = PL_BOOL, .i = value };
}
Plain plain_int(int64_t value)
{
    return (Plain){ .kind = PL_INT, .i = value };
}
Plain plain_num(Rat value)
{
    return (Plain){ .kind = PL_NUM, .n = value };
}
Plain plain_fail(void)
{
    return (Plain){ .kind = PL_FAIL };
}
bool plain_is_value(Plain a)
{
    return a.kind >= PL_BOOL;
}

static Rat as_rat(Plain a)
{
    return a.kind == PL_INT ? rat_from_int(a.i) : a.n;
}

bool plain_equal(Plain a, Plain b)
{
    if (a.kind != b.kind) {
        return false;
    }
    if (a.kind == PL_NUM) {
        return rat_compare(a.n, b.n) == 0;
    }
    if (a.kind == PL_REAL) {
        return a.r == b.r;
    }
    return a.i == b.i;
}

static bool is(Plain a, bool value)
{
    return a.kind == PL_BOOL && a.i == value;
}

Plain plain_and(Plain a, Plain b)
{
    if (is(a, false) || is(b, false)) {
        return plain_bool(false);
    }
    return is(a, true) ? b : a;
}

Plain plain_or(Plain a, Plain b)
{
    if (is(a, true) || is(b, true)) {
        return plain_bool(true);
    }
    return is(a, false) ? b : a;
}

Plain plain_not(Plain a)
{
    return a.kind == PL_BOOL ? plain_bool(!a.i) : a;
}

static double as_real(Plain a)
{
    return a.kind == PL_REAL ? a.r : rat_to_double(as_rat(a));
}

int plain_compare(Plain a, Plain b)
{
    if (a.kind == PL_REAL || b.kind == PL_REAL) {
        double x = as_real(a), y = as_real(b);
        return (x > y) - (x < y);
    }
    if (a.kind == PL_NUM || b.kind == PL_NUM) {
        return rat_compare(as_rat(a), as_rat(b));
    }
    return (a.i > b.i) - (a.i < b.i);
}

static Plain keep_real(double value)
{
    return value - value == 0 ? (Plain){ .kind = PL_REAL, .r = value } : plain_fail();
}

static Plain arithmetic_real(ExprKind kind, double x, double y)
{
    switch (kind) {
    case EX_ADD: return keep_real(x + y);
    case EX_SUB: return keep_real(x - y);
    case EX_MUL: return keep_real(x * y);
    default: return keep_real(x / y);
    }
}

static Plain arithmetic_int(ExprKind kind, int64_t x, int64_t y)
{
    int64_t out;
    bool overflow = kind == EX_ADD   ? __builtin_add_overflow(x, y, &out)
                    : kind == EX_SUB ? __builtin_sub_overflow(x, y, &out)
                                     : __builtin_mul_overflow(x, y, &out);
    return overflow ? plain_fail() : plain_int(out);
}

Plain plain_arithmetic(ExprKind kind, Plain a, Plain b)
{
    if (!plain_is_value(a)) {
        return a;
    }
    if (!plain_is_value(b)) {
        return b;
    }
    if (a.kind == PL_REAL || b.kind == PL_REAL) {
        return arithmetic_real(kind, as_real(a), as_real(b));
    }
    if (a.kind == PL_INT && b.kind == PL_INT && kind != EX_DIV) {
        return arithmetic_int(kind, a.i, b.i);
    }
    Rat x = as_rat(a), y = as_rat(b), out;
    bool good = kind == EX_ADD   ? rat_add(x, y, &out)
                : kind == EX_SUB ? rat_sub(x, y, &out)
                : kind == EX_MUL ? rat_mul(x, y, &out)
                                 : rat_div(x, y, &out);
    return good ? plain_num(out) : plain_fail();
}

Plain plain_scale(Plain a, UnitId from, UnitId to)
{
    Rat out;
    if (a.kind == PL_INT) {
        a = plain_num(rat_from_int(a.i));
    }
    if (a.kind != PL_NUM || from == to || from == UNIT_NONE || to == UNIT_NONE) {
        return a;
    }
    return unit_convert(a.n, from, to, &out) ? plain_num(out) : plain_fail();
}
