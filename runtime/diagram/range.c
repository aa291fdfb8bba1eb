/* range.c - bounds and exact values of one arithmetic operation. Bounds are exact rationals; where
 * those overflow there is no bound, which is always outward. */
#include "runtime/diagram/kernel.h"

Range range_from_rat(Rat value)
{
    return (Range){ .lo = value, .hi = value };
}

static const Range everything = { { 0, 1 }, { 0, 1 }, true, true, true, false };

static bool is_bounded(Range a)
{
    return !a.lo_none && !a.hi_none;
}

/* ---- sums ---- */

static Range add_ranges(Range a, Range b)
{
    Range sum = { .lo_none = a.lo_none || b.lo_none, .hi_none = a.hi_none || b.hi_none };
    if (!sum.lo_none) {
        sum.lo_none = !rat_add(a.lo, b.lo, &sum.lo);
    }
    if (!sum.hi_none) {
        sum.hi_none = !rat_add(a.hi, b.hi, &sum.hi);
    }
    return sum;
}

static Range negate(Range a)
{
    return (Range){
        { -a.hi.num, a.hi.den }, { -a.lo.num, a.lo.den }, a.hi_none, a.lo_none, false, false
    };
}

/* ---- products and quotients ---- */

static void widen(Range *range, Rat value, bool *empty)
{
    if (*empty || rat_compare(value, range->lo) < 0) {
        range->lo = value;
    }
    if (*empty || rat_compare(value, range->hi) > 0) {
        range->hi = value;
    }
    *empty = false;
}

static Range combine_corners(Range a, Range b, bool (*combine)(Rat, Rat, Rat *))
{
    const Rat xs[2] = { a.lo, a.hi }, ys[2] = { b.lo, b.hi };
    Range result = { .lo_none = false };
    bool empty = true;
    for (int i = 0; i < 4; i++) {
        Rat corner;
        if (!combine(xs[i & 1], ys[i >> 1], &corner)) {
            return everything;
        }
        widen(&result, corner, &empty);
    }
    return result;
}

static Range square(Range a)
{
    Range result = combine_corners(a, a, rat_mul);
    if (result.may_fail) {
        return result;
    }
    result.lo = rat_from_int(0);
    if (a.lo.num > 0) {
        rat_mul(a.lo, a.lo, &result.lo);
    }
    if (a.hi.num < 0) {
        rat_mul(a.hi, a.hi, &result.lo);
    }
    return result;
}

static Range multiply(Range a, Range b, bool same)
{
    if (is_bounded(a) && is_bounded(b)) {
        return same ? square(a) : combine_corners(a, b, rat_mul);
    }
    Range result = everything;
    if (!a.lo_none && !b.lo_none && a.lo.num >= 0 && b.lo.num >= 0) {
        result.lo_none = !rat_mul(a.lo, b.lo, &result.lo);
    }
    return result;
}

static Range divide(Range a, Range b)
{
    bool below = !b.hi_none && b.hi.num < 0, above = !b.lo_none && b.lo.num > 0;
    if (is_bounded(b) && b.lo.num == 0 && b.hi.num == 0) {
        return (Range){ .fails = true, .may_fail = true };
    }
    if ((below || above) && is_bounded(a) && is_bounded(b)) {
        return combine_corners(a, b, rat_div);
    }
    Range result = everything;
    bool positive = is_bounded(a) && a.lo.num >= 0 && is_bounded(b) && b.lo.num == 0;
    if (positive) {
        result.lo_none = !rat_div(a.lo, b.hi, &result.lo);
    }
    return result;
}

/* ---- order, rounding ---- */

static Range take_extreme(Range a, Range b, bool larger)
{
    Range r = a;
    r.may_fail = r.fails = false;
    int lo = rat_compare(a.lo, b.lo), hi = rat_compare(a.hi, b.hi);
    if (larger) {
        r.lo_none = a.lo_none && b.lo_none;
        if (a.lo_none || (!b.lo_none && lo < 0)) {
            r.lo = b.lo;
        }
        r.hi_none = a.hi_none || b.hi_none;
        if (hi < 0) {
            r.hi = b.hi;
        }
    } else {
        r.hi_none = a.hi_none && b.hi_none;
        if (a.hi_none || (!b.hi_none && hi > 0)) {
            r.hi = b.hi;
        }
        r.lo_none = a.lo_none || b.lo_none;
        if (lo > 0) {
            r.lo = b.lo;
        }
    }
    return r;
}

static Range round_range(Range a, unsigned digits)
{
    a.lo_none = a.lo_none || !rat_round(a.lo, digits, &a.lo);
    a.hi_none = a.hi_none || !rat_round(a.hi, digits, &a.hi);
    a.may_fail = !is_bounded(a);
    return a;
}

static Range round_root(Range a, unsigned digits)
{
    if (!a.hi_none && a.hi.num < 0) {
        return (Range){ .fails = true, .may_fail = true };
    }
    bool negative = a.lo_none || a.lo.num < 0;
    a.lo_none = a.lo_none && !negative;
    if (negative) {
        a.lo = rat_from_int(0);
    }
    a.lo_none = !rat_round_sqrt(a.lo, digits, &a.lo);
    a.hi_none = a.hi_none || !rat_round_sqrt(a.hi, digits, &a.hi);
    a.may_fail = negative || !is_bounded(a);
    return a;
}

/* ---- dates ---- */

static bool is_whole(Range a)
{
    return is_bounded(a) && rat_compare(a.lo, a.hi) == 0 && a.lo.den == 1;
}

static bool move_months(Rat date, Rat months, Rat *out)
{
    int64_t day, count;
    Day moved;
    if (!rat_to_int(date, &day) || !rat_to_int(months, &count) ||
        !date_add_months(day, count, &moved)) {
        return false;
    }
    *out = rat_from_int(moved);
    return true;
}

/* For an unknown number of months: each has 28 to 31 days, and a few more make up for the ends. */
static Range add_some_months(Range a, Range b)
{
    Range least = multiply(b, range_from_rat(rat_from_int(28)), false);
    Range most = multiply(b, range_from_rat(rat_from_int(31)), false);
    Range days = take_extreme(least, most, false), top = take_extreme(least, most, true);
    days.hi = top.hi;
    days.hi_none = top.hi_none;
    days = add_ranges(days, (Range){ .lo = rat_from_int(-6), .hi = rat_from_int(6) });
    Range sum = add_ranges(a, days);
    sum.may_fail = true;
    return sum;
}

/* Never decreasing: the ends are those of the bounds. */
static Range add_months(Range a, Range b)
{
    Range result = { .lo_none = false };
    if (!is_bounded(a) || !is_whole(b) || !move_months(a.lo, b.lo, &result.lo) ||
        !move_months(a.hi, b.hi, &result.hi)) {
        return add_some_months(a, b);
    }
    return result;
}

static bool count_between(unsigned op, Rat to, Rat from, Rat *out)
{
    int64_t a, b;
    if (!rat_to_int(from, &a) || !rat_to_int(to, &b)) {
        return false;
    }
    *out = rat_from_int(op == DIA_YEARS   ? date_years_between(a, b)
                        : op == DIA_WEEKS ? date_weeks_between(a, b)
                                          : date_months_between(a, b));
    return true;
}

/* Never decreasing in the later date, never increasing in the earlier one. */
static Range count_units(unsigned op, Range to, Range from)
{
    Range result = everything;
    result.may_fail = false;
    if (is_bounded(to) && is_bounded(from)) {
        result.lo_none = !count_between(op, to.lo, from.hi, &result.lo);
        result.hi_none = !count_between(op, to.hi, from.lo, &result.hi);
    }
    return result;
}

/* ---- limits of a type ---- */

static void limit(Range *range, Rat lo, Rat hi)
{
    if (range->lo_none || rat_compare(range->lo, lo) < 0) {
        range->may_fail = true, range->lo = lo, range->lo_none = false;
    }
    if (range->hi_none || rat_compare(range->hi, hi) > 0) {
        range->may_fail = true, range->hi = hi, range->hi_none = false;
    }
    if (rat_compare(range->lo, range->hi) > 0) {
        *range = (Range){ .fails = true, .may_fail = true };
    }
}

static void limit_to_type(unsigned op, Range *range)
{
    switch (op) {
    case DIA_ADD_INT:
    case DIA_SUB_INT:
    case DIA_MUL_INT:
    case DIA_ROUND_INT: limit(range, rat_from_int(INT64_MIN), rat_from_int(INT64_MAX)); break;
    case DIA_ADD_DAYS:
    case DIA_ADD_MONTHS: limit(range, rat_from_int(DAY_MIN), rat_from_int(DAY_MAX)); break;
    default: break;
    }
}

static Range apply_plain(unsigned op, unsigned digits, Range a, Range b, bool same)
{
    switch (op) {
    case DIA_ADD:
    case DIA_ADD_INT:
    case DIA_ADD_DAYS: return add_ranges(a, b);
    case DIA_SUB:
    case DIA_SUB_INT:
    case DIA_DAYS: return add_ranges(a, negate(b));
    case DIA_MUL:
    case DIA_MUL_INT: return multiply(a, b, same);
    case DIA_DIV: return divide(a, b);
    case DIA_MIN: return take_extreme(a, b, false);
    case DIA_MAX: return take_extreme(a, b, true);
    case DIA_ROUND: return round_range(a, digits);
    case DIA_ROUND_INT: return round_range(a, 0);
    case DIA_ROUND_SQRT: return round_root(a, digits);
    case DIA_ADD_MONTHS: return add_months(a, b);
    case DIA_MONTHS:
    case DIA_YEARS:
    case DIA_WEEKS: return count_units(op, a, b);
    default: return everything;
    }
}

Range range_apply(unsigned op, unsigned digits, Range a, Range b, bool same)
{
    if (a.fails || b.fails) {
        return (Range){ .fails = true, .may_fail = true };
    }
    Range range = apply_plain(op, digits, a, b, same);
    if (range.fails) {
        return range;
    }
    limit_to_type(op, &range);
    if (op == DIA_ADD_DAYS && !is_whole(b)) {
        range.may_fail = true;
    }
    range.may_fail = range.may_fail || a.may_fail || b.may_fail;
    if (op == DIA_ADD || op == DIA_SUB || op == DIA_ADD_INT || op == DIA_SUB_INT) {
        range.may_fail |= !is_bounded(range);
    }
    return range;
}

/* ---- exact values ---- */

static bool fit_int(bool ok, Rat *out)
{
    int64_t value;
    return ok && rat_to_int(*out, &value);
}

static bool move_days(Rat date, Rat days, Rat *out)
{
    int64_t day;
    return days.den == 1 && fit_int(rat_add(date, days, out), out) && rat_to_int(*out, &day) &&
           day >= DAY_MIN && day <= DAY_MAX;
}

bool rat_apply(unsigned op, unsigned digits, Rat a, Rat b, Rat *out)
{
    switch (op) {
    case DIA_ADD: return rat_add(a, b, out);
    case DIA_SUB:
    case DIA_DAYS: return rat_sub(a, b, out);
    case DIA_MUL: return rat_mul(a, b, out);
    case DIA_DIV: return rat_div(a, b, out);
    case DIA_ADD_INT: return fit_int(rat_add(a, b, out), out);
    case DIA_SUB_INT: return fit_int(rat_sub(a, b, out), out);
    case DIA_MUL_INT: return fit_int(rat_mul(a, b, out), out);
    case DIA_MIN: *out = rat_compare(a, b) <= 0 ? a : b; return true;
    case DIA_MAX: *out = rat_compare(a, b) >= 0 ? a : b; return true;
    case DIA_ROUND: return rat_round(a, digits, out);
    case DIA_ROUND_INT: return fit_int(rat_round(a, 0, out), out);
    case DIA_ROUND_SQRT: return rat_round_sqrt(a, digits, out);
    case DIA_ADD_DAYS: return move_days(a, b, out);
    case DIA_ADD_MONTHS: return move_months(a, b, out);
    case DIA_MONTHS:
    case DIA_YEARS:
    case DIA_WEEKS: return count_between(op, a, b, out);
    default: return false;
    }
}
