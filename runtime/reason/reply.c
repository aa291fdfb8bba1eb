/* reply.c - the intervals that the constants of a program cut a fact's range into. */
#include "runtime/reason/reply.h"
#include "runtime/base/vec.h"

static Replies list_values(Arena *arena, unsigned count)
{
    Replies replies = { ARENA_ARRAY(arena, Reply, count), count, true };

    for (unsigned i = 0; i < count; i++) {
        replies.items[i].value.mask = UINT64_C(1) << i;
    }
    return replies;
}

/* The smallest step of a decimal that is no more than a tenth of the interval, a power of ten. */
static int64_t choose_step(int64_t lo, int64_t hi)
{
    int64_t step = 1;

    while (step < DEC_ONE && (uint64_t)step <= ((uint64_t)hi - (uint64_t)lo) / 100) {
        step *= 10;
    }
    return step;
}

static int64_t round_up(int64_t value, int64_t step)
{
    int64_t rest = value % step;

    return rest == 0 ? value : value - rest + (rest > 0 ? step : 0);
}

/* Near the lower end: what is written in few digits. 3.00000001 cm upwards is 3.1 cm; up to
 * 19.99999999 % is 19 %. */
static int64_t choose_value(uint8_t type, int64_t lo, int64_t hi)
{
    if (type != REG_DEC || lo == hi) {
        return lo;
    }
    int64_t value = round_up(lo, choose_step(lo, hi));
    return value <= hi ? value : lo;
}

static void add_interval(Arena *arena, uint8_t type, int64_t lo, int64_t hi, Replies *replies,
                         uint32_t *capacity)
{
    if (lo > hi) {
        return;
    }
    if (replies->count == *capacity) {
        replies->items =
            vec_grow(arena, replies->items, replies->count, capacity, sizeof *replies->items);
    }
    int64_t value = choose_value(type, lo, hi);
    replies->items[replies->count++] = (Reply){ { .lo = value, .hi = value }, lo, hi };
}

/* A cut stands between two values: its double is odd. */
static int64_t get_below(int64_t cut)
{
    return (cut - 1) / 2;
}

enum { MOST_NUMBERS = 128 };

/* A whole number that is counted with: each is a reply of its own. */
static bool is_counted(const FieldInfo *field, const Coding *coding)
{
    return field->type == REG_INT && coding->exact &&
           (uint64_t)field->hi - (uint64_t)field->lo < MOST_NUMBERS;
}

static Replies list_numbers(Arena *arena, const FieldInfo *field)
{
    uint32_t count = (uint32_t)(field->hi - field->lo + 1);
    Replies replies = { ARENA_ARRAY(arena, Reply, count), count, true };

    for (uint32_t i = 0; i < count; i++) {
        int64_t value = field->lo + i;
        replies.items[i] = (Reply){ { .lo = value, .hi = value }, value, value };
    }
    return replies;
}

static Replies list_intervals(Arena *arena, const FieldInfo *field, const Coding *coding)
{
    Replies replies = { .whole = !coding->exact };
    uint32_t capacity = 0;
    int64_t lo = field->lo;

    for (uint32_t i = 0; i < coding->count; i++) {
        int64_t end = get_below(coding->cuts[i]);
        if (end < lo || end >= field->hi) {
            continue;
        }
        add_interval(arena, field->type, lo, end, &replies, &capacity);
        lo = end + 1;
    }
    add_interval(arena, field->type, lo, field->hi, &replies, &capacity);
    return replies;
}

Replies reply_list(Arena *arena, const Program *program, const Coding *codings, uint16_t field)
{
    const FieldInfo *info = &program->fields[field];

    switch ((RegType)info->type) {
    case REG_BOOL: return list_values(arena, 2);
    case REG_ENUM: return list_values(arena, program->enums[info->enumeration].count);
    case REG_REAL: return (Replies){ 0 };
    case REG_INT:
    case REG_DEC:
    case REG_DATE: break;
    }
    const Coding *coding = &codings[info->reg];
    return is_counted(info, coding) ? list_numbers(arena, info)
                                    : list_intervals(arena, info, coding);
}

int64_t reply_get_nearest(const Reply *reply, uint8_t type, int64_t other)
{
    if (other < reply->lo || type != REG_DEC) {
        return other < reply->lo ? reply->value.lo : reply->hi;
    }
    int64_t step = choose_step(reply->lo, reply->hi);
    int64_t value = -round_up(-reply->hi, step);
    return value >= reply->lo ? value : reply->hi;
}
