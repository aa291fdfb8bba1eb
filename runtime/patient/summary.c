/* summary.c - does a record contradict itself? A number or a largest size beside a list, and the
 * list says otherwise. */
#include "runtime/patient/summary.h"

/* A scalar that the program reads and the record has. */
static const Reg *find_summary(const Fill *fill, uint16_t field)
{
    if (field == NO_INDEX || fill->program->fields[field].reg == NO_INDEX) {
        return NULL;
    }
    unsigned slot = (unsigned)fill->program->fields[field].reg - fill->program->slot_first;
    bool missing = fact_is_missing(fill->record->states[slot]);
    return missing ? NULL : &fill->record->slots[slot];
}

/* All that are listed, or as many of how many there are. */
static bool is_number_wrong(const ListRecord *list, const Reg *number)
{
    return list->partial ? number->hi < list->count : number->lo != list->count;
}

typedef struct Sizes {
    bool complete;  /* every element is listed and has a size */
    int64_t lo, hi; /* the largest lies between; of a complete list of none it is zero */
} Sizes;

static Sizes measure(const Fill *fill, uint16_t index)
{
    const ListInfo *info = &fill->program->lists[index];
    const ListRecord *list = &fill->record->lists[index];
    uint16_t column = fill->program->fields[info->largest_field].reg;
    Sizes sizes = { .complete = !list->partial,
                    .lo = INT64_MIN,
                    .hi = list->count ? INT64_MIN : 0 };
    for (uint16_t i = 0; i < list->count; i++) {
        size_t at = (size_t)i * info->used_fields + (column - info->window);
        if (fact_is_missing(list->states[at])) {
            sizes.complete = false;
            continue;
        }
        if (list->rows[at].lo > sizes.lo) {
            sizes.lo = list->rows[at].lo;
        }
        if (list->rows[at].hi > sizes.hi) {
            sizes.hi = list->rows[at].hi;
        }
    }
    return sizes;
}

static bool is_size_wrong(const Fill *fill, uint16_t index, const Reg *size)
{
    uint16_t field = fill->program->lists[index].largest_field;
    if (fill->program->fields[field].reg == NO_INDEX) {
        return false;
    }
    Sizes sizes = measure(fill, index);
    return sizes.lo > size->hi || (sizes.complete && sizes.hi < size->lo);
}

void summary_check(const Fill *fill, uint16_t index)
{
    const ListInfo *info = &fill->program->lists[index];
    const ListRecord *list = &fill->record->lists[index];
    if (!info->used || list->state != FACT_KNOWN) {
        return;
    }
    const Reg *number = find_summary(fill, info->counted_by),
              *size = find_summary(fill, info->largest_by);
    if (number && is_number_wrong(list, number)) {
        fill_note_contradiction(fill, info->counted_by, index);
    }
    if (size && is_size_wrong(fill, index, size)) {
        fill_note_contradiction(fill, info->largest_by, index);
    }
}
