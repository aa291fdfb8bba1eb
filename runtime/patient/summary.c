/* summary.c - does a record contradict itself? A number or a largest size beside a list, and the
 * list, or the number, says otherwise. */
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

/* ---- the number ---- */

/* All that are listed, or as many of how many there are. */
static bool is_number_wrong(const ListInfo *info, const ListRecord *list, const Reg *number)
{
    if (list->state == FACT_KNOWN && !list->partial) {
        return number->lo != list->count;
    }
    return number->hi < list->count || number->hi < info->least || number->lo > info->most;
}

/* ---- the largest size ---- */

typedef struct Sizes {
    bool known;     /* of every listed element */
    int64_t lo, hi; /* the largest that is known lies between; with nothing listed it is zero */
} Sizes;

static Sizes measure(const Fill *fill, uint16_t index)
{
    const ListInfo *info = &fill->program->lists[index];
    const ListRecord *list = &fill->record->lists[index];
    uint16_t column = fill->program->fields[info->largest_field].reg;
    Sizes sizes = { .known = true, .lo = INT64_MIN, .hi = list->count ? INT64_MIN : 0 };
    for (uint16_t i = 0; i < list->count; i++) {
        size_t at = (size_t)i * info->used_fields + (column - info->window);
        if (fact_is_missing(list->states[at])) {
            sizes.known = false;
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

/* A listed element is larger; or there is no other, as asserted or by the number, and none has that
 * size. */
static bool is_size_wrong(const Fill *fill, uint16_t index, const Reg *size)
{
    Sizes sizes = measure(fill, index);
    bool complete = fill->record->lists[index].hidden_most == 0;
    return sizes.lo > size->hi || (complete && sizes.known && sizes.hi < size->lo);
}

/* No element can have it; zero says that there is none. */
static bool is_size_impossible(const Fill *fill, uint16_t index, const Reg *size)
{
    const FieldInfo *field = &fill->program->fields[fill->program->lists[index].largest_field];
    return size->lo > 0 && (size->lo > field->hi || size->hi < field->lo);
}

/* ---- the problem ---- */

static Str name_list(const Fill *fill, const ListInfo *info)
{
    return str_format(fill->record->arena, "the list %S", info->path);
}

/* "the range of lesions[].size" */
static Str name_range(const Fill *fill, const ListInfo *info)
{
    return str_format(fill->record->arena, "the range of %S[].%S", info->path,
                      fill->program->fields[info->largest_field].path);
}

/* What says otherwise than a size: the list, or without one its number. */
static Str name_followed(const Fill *fill, const ListInfo *info, const ListRecord *list)
{
    if (list->state == FACT_KNOWN || info->counted_by == NO_INDEX) {
        return name_list(fill, info);
    }
    return str_format(fill->record->arena, "the number %S",
                      fill->program->fields[info->counted_by].path);
}

uint32_t summary_check(const Fill *fill, uint16_t index, Contradiction found[2])
{
    const ListInfo *info = &fill->program->lists[index];
    const ListRecord *list = &fill->record->lists[index];
    uint32_t count = 0;
    if (!info->used) {
        return 0;
    }
    const Reg *number = find_summary(fill, info->counted_by),
              *size = find_summary(fill, info->largest_by);
    if (number && is_number_wrong(info, list, number)) {
        found[count++] = (Contradiction){ info->counted_by, name_list(fill, info), false };
    }
    if (size && is_size_impossible(fill, index, size)) {
        found[count++] = (Contradiction){ info->largest_by, name_range(fill, info), true };
    } else if (size && is_size_wrong(fill, index, size)) {
        found[count++] =
            (Contradiction){ info->largest_by, name_followed(fill, info, list), false };
    }
    return count;
}
