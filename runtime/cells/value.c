/* value.c - numbers of an answer: settled, possible, or between bounds. */
#include "runtime/cells/engine.h"
#include <stdlib.h>

static Reg rat_to_reg(uint8_t type, Rat lo, Rat hi)
{
    Reg reg = { .lo = INT64_MIN, .hi = INT64_MAX };
    bool exact;
    int64_t value;
    if (type == REG_DEC) {
        if (rat_floor_dec(lo, &value, &exact)) {
            reg.lo = value;
        }
        if (rat_floor_dec(hi, &value, &exact) && (exact || value < DEC_MAX)) {
            reg.hi = value + !exact;
        }
    } else {
        if (rat_to_int(lo, &value)) {
            reg.lo = value;
        }
        if (rat_to_int(hi, &value)) {
            reg.hi = value;
        }
    }
    return reg;
}

void value_store_number(Answer *answer, uint8_t type, Rat value)
{
    Dec grid;
    answer->settled = true;
    answer->value = rat_to_reg(type, value, value);
    answer->off_grid = type == REG_DEC && !rat_to_dec(value, &grid);
    answer->exact = value;
}

void value_open_all(const Program *program, uint16_t reg, Answer *answer)
{
    answer->value = reg_get_unknown(program, reg);
    answer->lo_open = answer->hi_open = true;
    answer->range_lo = answer->range_hi = rat_from_int(0);
}

/* A field without a declared range ends where its type ends, and what is computed from it somewhere
 * near: no bound that anybody has set. Half of what 64 bits hold is near. */
static bool is_far(uint8_t type, Rat bound)
{
    int64_t value;
    bool exact;
    if (type == REG_DATE) {
        return bound.num <= DAY_MIN || bound.num >= DAY_MAX;
    }
    if (type == REG_DEC ? !rat_floor_dec(bound, &value, &exact) : !rat_to_int(bound, &value)) {
        return true;
    }
    return value <= INT64_MIN / 2 || value >= INT64_MAX / 2;
}

void value_store_range(Answer *answer, uint8_t type, Range range)
{
    answer->lo_open = range.lo_none || is_far(type, range.lo);
    answer->hi_open = range.hi_none || is_far(type, range.hi);
    answer->range_lo = range.lo_none ? rat_from_int(0) : range.lo;
    answer->range_hi = range.hi_none ? rat_from_int(0) : range.hi;
    answer->value = rat_to_reg(type, answer->range_lo, answer->range_hi);
    if (range.lo_none) {
        answer->value.lo = INT64_MIN;
    }
    if (range.hi_none) {
        answer->value.hi = INT64_MAX;
    }
}

static int compare_rats(const void *a, const void *b)
{
    return rat_compare(*(const Rat *)a, *(const Rat *)b);
}

void value_list_possible(Arena *arena, Answer *answer, Rat *values, uint32_t count)
{
    if (count > LIMIT_POSSIBLE || count == 0) {
        return;
    }
    qsort(values, count, sizeof *values, compare_rats);
    answer->possible = arena_copy(arena, values, count * sizeof *values);
    answer->possible_count = (uint16_t)count;
}
