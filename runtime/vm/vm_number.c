/* vm_number.c - comparisons, dates and reals on intervals. */
#include "runtime/vm/machine.h"

Reg compare_less_real(double a, double b)
{
    return a != a || b != b ? make_unknown(true) : (Reg){ .mask = mask_from_bool(a < b) };
}

Reg compare_at_most_real(double a, double b)
{
    return a != a || b != b ? make_unknown(true) : (Reg){ .mask = mask_from_bool(a <= b) };
}

double keep_finite(double value)
{
    return value - value == 0 ? value : REAL_UNKNOWN;
}

double convert_to_real(Interval a)
{
    return a.lo == a.hi ? rat_to_double(rat_from_dec(a.lo)) : REAL_UNKNOWN;
}

Interval round_real(double value, unsigned digits)
{
    Rat rounded;
    Dec grid;
    if (value != value || !rat_round_double(value, digits, &rounded) ||
        !rat_to_dec(rounded, &grid)) {
        return INTERVAL_WHOLE;
    }
    return (Interval){ grid, grid };
}

/* ---- dates ---- */

/* One known whole number. */
static bool get_whole_number(Interval a, int64_t *out)
{
    if (a.lo != a.hi || a.lo % DEC_ONE != 0) {
        return false;
    }
    *out = a.lo / DEC_ONE;
    return true;
}

Reg add_days(Interval date, Interval days, Reg whole)
{
    int64_t count;
    if (!get_whole_number(days, &count) || is_open(date)) {
        return whole;
    }
    Interval sum = { date.lo + count, date.hi + count }; /* |count| < 2^63 / 10^8 */
    return sum.lo < DAY_MIN || sum.hi > DAY_MAX ? whole : make_number(sum);
}

/* Never decreasing in the date. */
Reg add_months(Interval date, Interval months, Reg whole)
{
    int64_t count;
    Interval sum;
    if (!get_whole_number(months, &count) || is_open(date) ||
        !date_add_months(date.lo, count, &sum.lo) || !date_add_months(date.hi, count, &sum.hi)) {
        return whole;
    }
    return make_number(sum);
}

Interval count_days(Interval later, Interval earlier)
{
    if (is_open(later) || is_open(earlier)) {
        return INTERVAL_WHOLE;
    }
    return (Interval){ (later.lo - earlier.hi) * DEC_ONE, (later.hi - earlier.lo) * DEC_ONE };
}

Interval count_units(int64_t (*count)(Day from, Day to), Interval later, Interval earlier)
{
    if (is_open(later) || is_open(earlier)) {
        return INTERVAL_WHOLE;
    }
    return (Interval){ count(earlier.hi, later.lo), count(earlier.lo, later.hi) };
}

Interval get_ordinal(Mask set)
{
    if (set == 0) {
        return INTERVAL_WHOLE;
    }
    return (Interval){ __builtin_ctzll(set), 63 - __builtin_clzll(set) };
}

Interval combine(Interval (*operation)(Interval, Interval), Reg a, Reg b)
{
    Interval left = get_interval(a), right = get_interval(b);
    return is_open(left) || is_open(right) ? INTERVAL_WHOLE : operation(left, right);
}
