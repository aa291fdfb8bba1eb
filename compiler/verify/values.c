/* values.c - the roundest number beyond a cut.
 *
 *     cut 5, above: 6     cut 40, above: 50     cut 25, below: 20     cut 0.3 in (0.3, 0.35): 0.31
 */
#include "compiler/verify/values.h"

enum { SMALLEST = -8, LARGEST = 12 }; /* powers of ten that are steps */
enum { SPREAD = 1000 };               /* how far from a cut, where nothing else ends a range */

static int64_t raise_ten(int power)
{
    int64_t value = 1;
    while (power-- > 0) {
        value *= 10;
    }
    return value;
}

static Rat make_step(int power)
{
    Rat step = rat_from_int(1);
    if (power >= 0) {
        return rat_from_int(raise_ten(power));
    }
    rat_make(1, raise_ten(-power), &step);
    return step;
}

static __int128 floor_rat(Rat value)
{
    __int128 floor = value.num / value.den;
    return floor - (value.num < 0 && floor * value.den != value.num);
}

bool value_fits(const WayStep *step, Rat value)
{
    if (step->has_lo) {
        int order = rat_compare(value, step->lo);
        if (order < 0 || (order == 0 && !step->with_lo)) {
            return false;
        }
    }
    if (step->has_hi) {
        int order = rat_compare(value, step->hi);
        if (order > 0 || (order == 0 && !step->with_hi)) {
            return false;
        }
    }
    return (step->free_lo || rat_compare(value, step->least) >= 0) &&
           (step->free_hi || rat_compare(value, step->most) <= 0);
}

/* The largest power of ten that is no more than the number. */
static int find_power(Rat value)
{
    Rat size = { value.num < 0 ? -value.num : value.num, value.den };
    int power = 0;
    if (size.num == 0) {
        return 0;
    }
    while (power < LARGEST && rat_compare(make_step(power + 1), size) <= 0) {
        power++;
    }
    while (power > SMALLEST && rat_compare(make_step(power), size) > 0) {
        power--;
    }
    return power;
}

/* The multiple of the step next to the cut, on this side of it. */
static Rat find_multiple(Rat cut, Rat step, bool above)
{
    Rat quotient = cut, multiple = cut;
    if (!rat_div(cut, step, &quotient)) {
        return cut;
    }
    __int128 floor = floor_rat(quotient);
    bool exact = quotient.den == 1;
    Rat times = { above ? floor + 1 : floor - exact, 1 };
    return rat_mul(times, step, &multiple) ? multiple : cut;
}

static Rat choose_beyond(const WayStep *step, Rat cut, bool above)
{
    int power = find_power(cut);
    for (int p = step->dense ? power : 0; p >= (step->dense ? SMALLEST : 0); p--) {
        Rat value = find_multiple(cut, make_step(p), above);
        if (value_fits(step, value)) {
            return value;
        }
    }
    return cut;
}

static Rat choose_point(const WayStep *step)
{
    for (uint32_t i = 0; i < step->point_count; i++) {
        if (value_fits(step, step->points[i])) {
            return step->points[i];
        }
    }
    return step->least;
}

static Rat choose_at_home(const WayStep *step, ValueHome home)
{
    if (home.has && value_fits(step, home.lo)) {
        return home.lo;
    }
    return step->free_lo ? rat_from_int(0) : step->least;
}

static bool is_same(Rat a, Rat b)
{
    return rat_compare(a, b) == 0;
}

Rat value_choose(const WayStep *step, ValueHome home)
{
    if (step->point_count) {
        return choose_point(step);
    }
    if (step->has_lo) {
        return choose_beyond(step, step->lo, true);
    }
    if (!step->has_hi) {
        return choose_at_home(step, home);
    }
    if (!step->dense) {
        return step->hi;
    }
    Rat value = choose_beyond(step, step->hi, false);
    return value_fits(step, value) && !is_same(value, step->hi) ? value
           : step->with_hi                                      ? step->hi
                                                                : step->least;
}

/* The part of the range in which to look. */
static void find_ends(const WayStep *step, ValueHome home, Rat *lo, Rat *hi)
{
    Rat far = rat_from_int(SPREAD);
    *lo = step->has_lo ? step->lo : step->least;
    *hi = step->has_hi ? step->hi : step->most;
    if (home.has && !step->has_lo && rat_compare(home.lo, *hi) < 0) {
        *lo = home.lo;
    }
    if (home.has && !step->has_hi && rat_compare(home.hi, *lo) > 0) {
        *hi = home.hi;
    }
    if (step->free_lo && !step->has_lo && !rat_sub(*hi, far, lo)) {
        *lo = *hi;
    }
    if (step->free_hi && !step->has_hi && !rat_add(*lo, far, hi)) {
        *hi = *lo;
    }
}

/* A part of the way from lo to hi, rounded to two digits (whole: to none). */
static Rat go(const WayStep *step, Rat lo, Rat hi, uint32_t part, uint32_t parts)
{
    Rat span, share, value = lo, scale = rat_from_int(step->dense ? 100 : 1), scaled;
    if (rat_make(part, parts, &share) && rat_sub(hi, lo, &span) && rat_mul(span, share, &span) &&
        rat_add(lo, span, &value) && rat_mul(value, scale, &scaled)) {
        Rat whole = { floor_rat(scaled), 1 };
        rat_div(whole, scale, &value);
    }
    return value;
}

Rat value_vary(const WayStep *step, ValueHome home, uint32_t number)
{
    Rat lo, hi, value;
    if (number % 8 == 0 || step->point_count) {
        return value_choose(step, home);
    }
    find_ends(step, home, &lo, &hi);
    switch (number % 8) {
    case 1: value = choose_beyond(step, lo, true); break;
    case 2: value = hi; break;
    case 3: value = go(step, lo, hi, 1, 2); break;
    default: value = go(step, lo, hi, number / 8 % 1009, 1008); break;
    }
    return value_fits(step, value) ? value : value_choose(step, home);
}
