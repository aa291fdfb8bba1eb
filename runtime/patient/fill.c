/* fill.c - slots, lists, duplicates, unknown keys. Whatever is faulty ends as its declared range:
 * missing. */
#include "runtime/patient/fill.h"
#include "runtime/patient/summary.h"

Place fill_get_patient(const Fill *fill)
{
    return (Place){ .list = NO_INDEX,
                    .element = NO_INDEX,
                    .regs = fill->record->slots,
                    .states = fill->record->states,
                    .base = fill->program->slot_first };
}

Place fill_get_element(const Fill *fill, uint16_t list, uint16_t element)
{
    const ListInfo *info = &fill->program->lists[list];
    ListRecord *record = &fill->record->lists[list];
    size_t first = (size_t)element * info->used_fields;
    return (Place){ .list = list,
                    .element = element,
                    .base = info->window,
                    .regs = info->used ? record->rows + first : NULL,
                    .states = info->used ? record->states + first : NULL };
}

static void add_dot(StrBuf *buf)
{
    if (buf->len) {
        buf_add_char(buf, '.');
    }
}

static void add_place(StrBuf *buf, const Program *program, const Place *place)
{
    if (place->list != NO_INDEX) {
        buf_add_format(buf, "%S[%u]", program->lists[place->list].path, place->element + 1u);
    }
}

Str fill_print_path(const Fill *fill, const Place *place, const FormLevel *level, Str key)
{
    StrBuf buf = { .arena = fill->record->arena };
    add_place(&buf, fill->program, place);
    if (level->path.len) {
        add_dot(&buf);
        buf_add(&buf, level->path);
    }
    add_dot(&buf);
    buf_add(&buf, problem_quote_name(buf.arena, key));
    return buf_get(&buf);
}

static Str print_field(const Fill *fill, const Place *place, const FieldInfo *field)
{
    StrBuf buf = { .arena = fill->record->arena };
    add_place(&buf, fill->program, place);
    add_dot(&buf);
    buf_add(&buf, field->path);
    return buf_get(&buf);
}

/* ---- order of problems ---- */

#define ORDER_UNKNOWN UINT64_C(0xFFFF) /* behind every declared field of its place */

/* Schema order: position of the field or list, element, position inside the element. */
static uint64_t get_order(const Fill *fill, const Place *place, uint64_t field)
{
    if (place->list == NO_INDEX) {
        return field << 32;
    }
    uint64_t first = fill->program->lists[place->list].first_field;
    uint64_t inside = field == ORDER_UNKNOWN ? field : field - first + 1;
    return first << 32 | (uint64_t)(place->element + 1) << 16 | inside;
}

static uint64_t get_list_order(const Fill *fill, uint16_t list)
{
    return (uint64_t)fill->program->lists[list].first_field << 32;
}

/* Of a group: its first field. */
static uint64_t get_entry_order(const Fill *fill, const Place *place, const FormEntry *entry)
{
    while (entry->kind == ENTRY_GROUP && entry->level->entries.count) {
        entry = &entry->level->entries.items[0];
    }
    if (entry->kind == ENTRY_GROUP) {
        return get_order(fill, place, ORDER_UNKNOWN);
    }
    return entry->kind == ENTRY_LIST ? get_list_order(fill, entry->index)
                                     : get_order(fill, place, entry->index);
}

/* ---- one field ---- */

static void note_fault(const Fill *fill, const Place *place, const FieldInfo *field,
                       ProblemId problem, const Given *given)
{
    uint64_t order = get_order(fill, place, (uint64_t)(field - fill->program->fields));
    if (problem_is_full(fill->record)) {
        problem_add(fill->record, problem, order, STR(""), STR(""), STR(""));
        return;
    }
    Arena *arena = fill->record->arena;
    Str expected = field_print_expected(arena, fill->program, field, problem, given);
    Str shown =
        given->has_unit ? str_format(arena, "%S %S", given->text, given->unit) : given->text;
    problem_add(fill->record, problem, order, print_field(fill, place, field), expected, shown);
    problem_set_subject(fill->record, PROBLEM_OF_FIELD, (uint16_t)(field - fill->program->fields));
}

static void drop_off_grid(Record *record, const Place *place, uint16_t field)
{
    uint16_t element = place->list == NO_INDEX ? 0 : place->element;
    for (uint32_t i = 0; i < record->off_grid.count; i++) {
        OffGrid *item = &record->off_grid.items[i];
        if (item->field == field && item->element == element) {
            *item = record->off_grid.items[--record->off_grid.count];
        }
    }
}

static void store(const Fill *fill, const Place *place, uint16_t index, Taken taken,
                  const Rat *exact)
{
    const FieldInfo *field = &fill->program->fields[index];
    if (!field->used || !place->regs) {
        return;
    }
    unsigned at = (unsigned)field->reg - place->base;
    place->states[at] = taken.state;
    if (taken.state >= FACT_KNOWN) {
        place->regs[at] = taken.reg;
    }
    if (taken.state == FACT_OFF_GRID) {
        uint16_t element = place->list == NO_INDEX ? 0 : place->element;
        OffGrid item = { .field = index, .element = element, .exact = *exact };
        vec_add(fill->record->arena, &fill->record->off_grid, item);
    }
}

static Str *get_label(const Fill *fill, const Place *place)
{
    if (place->list == NO_INDEX) {
        return &fill->record->key;
    }
    Str *keys = fill->record->lists[place->list].keys;
    return keys ? &keys[place->element] : NULL;
}

static bool is_label(const Fill *fill, const Place *place, uint16_t index)
{
    uint16_t key = place->list == NO_INDEX ? fill->program->key_field
                                           : fill->program->lists[place->list].key_field;
    return index == key;
}

static void fill_text(const Fill *fill, const Place *place, uint16_t index, const Given *given)
{
    const FieldInfo *field = &fill->program->fields[index];
    if (given->kind == JSON_NULL) {
        return;
    }
    ProblemId problem = field_check_text(field, given);
    if (problem) {
        note_fault(fill, place, field, problem, given);
        return;
    }
    Str *label = is_label(fill, place, index) ? get_label(fill, place) : NULL;
    if (label) {
        *label = str_copy(fill->record->arena, given->text);
    }
}

void fill_field(const Fill *fill, const Place *place, uint16_t index, const Given *given)
{
    const FieldInfo *field = &fill->program->fields[index];
    if (field->role == FIELD_KEY || field->role == FIELD_TEXT) {
        fill_text(fill, place, index, given);
        return;
    }
    Rat exact;
    Taken taken = field_take(fill->program, field, given, &exact);
    if (taken.problem) {
        note_fault(fill, place, field, (ProblemId)taken.problem, given);
    } else if (taken.note) {
        note_fault(fill, place, field, (ProblemId)taken.note, given);
    }
    if (taken.state != FACT_MISSING) {
        store(fill, place, index, taken, &exact);
    }
}

void fill_fault(const Fill *fill, const Place *place, uint16_t index, ProblemId problem,
                const Given *given)
{
    note_fault(fill, place, &fill->program->fields[index], problem, given);
    store(fill, place, index, (Taken){ .state = FACT_FAULTY }, NULL);
}

/* ---- keys that should not be there ---- */

static void undo_field(const Fill *fill, const Place *place, uint16_t index)
{
    const FieldInfo *field = &fill->program->fields[index];
    if (is_label(fill, place, index) && get_label(fill, place)) {
        *get_label(fill, place) = STR_NONE;
    }
    if (!field->used || !place->regs) {
        return;
    }
    unsigned at = (unsigned)field->reg - place->base;
    place->states[at] = FACT_FAULTY;
    place->regs[at] = field_get_unknown(fill->program, field);
    drop_off_grid(fill->record, place, index);
}

static void undo_list(const Fill *fill, uint16_t index)
{
    ListRecord *list = &fill->record->lists[index];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < fill->record->off_grid.count; i++) {
        OffGrid item = fill->record->off_grid.items[i];
        if (fill->program->fields[item.field].list != index) {
            fill->record->off_grid.items[kept++] = item;
        }
    }
    fill->record->off_grid.count = kept;
    list->state = FACT_FAULTY;
    list->count = 0;
}

void fill_undo(const Fill *fill, const Place *place, const FormEntry *entry)
{
    switch ((EntryKind)entry->kind) {
    case ENTRY_FIELD: undo_field(fill, place, entry->index); break;
    case ENTRY_LIST: undo_list(fill, entry->index); break;
    case ENTRY_GROUP:
        for (uint32_t i = 0; i < entry->level->entries.count; i++) {
            fill_undo(fill, place,
                      &entry->level->entries.items[i]); /* as deep as a path has dots */
        }
        break;
    }
}

void fill_note_duplicate(const Fill *fill, const Place *place, const FormLevel *level,
                         const FormEntry *entry)
{
    Str at =
        problem_is_full(fill->record) ? STR("") : fill_print_path(fill, place, level, entry->key);
    uint64_t order = get_entry_order(fill, place, entry);
    problem_add(fill->record, PROBLEM_DUPLICATE_FIELD, order, at, STR(""), STR(""));
}

void fill_note_unknown(const Fill *fill, const Place *place, const FormLevel *level, Str key)
{
    Arena *arena = fill->record->arena;
    bool full = problem_is_full(fill->record);
    Str at = full ? STR("") : fill_print_path(fill, place, level, key);
    Str near = full ? STR("") : form_suggest(arena, fill->form, level, key);
    problem_add(fill->record, PROBLEM_UNKNOWN_FIELD, get_order(fill, place, ORDER_UNKNOWN), at,
                near, STR(""));
}

void fill_note_group(const Fill *fill, const Place *place, const FormLevel *level,
                     const FormEntry *entry)
{
    Str at =
        problem_is_full(fill->record) ? STR("") : fill_print_path(fill, place, level, entry->key);
    problem_add(fill->record, PROBLEM_WRONG_TYPE, get_entry_order(fill, place, entry), at,
                STR("an object with fields"), STR(""));
}

/* ---- lists ---- */

void fill_fault_list(const Fill *fill, uint16_t list, ProblemId problem, Str detail)
{
    undo_list(fill, list);
    problem_add(fill->record, problem, get_list_order(fill, list), fill->program->lists[list].path,
                detail, STR(""));
    problem_set_subject(fill->record, PROBLEM_OF_LIST, list);
}

static Str print_bound(const Fill *fill, const ListInfo *list)
{
    return str_format(fill->record->arena, "%u..%u", (unsigned)list->least, (unsigned)list->most);
}

bool fill_start_list(const Fill *fill, uint16_t index, uint32_t count)
{
    const ListInfo *info = &fill->program->lists[index];
    ListRecord *list = &fill->record->lists[index];
    if (count > info->most) {
        fill_fault_list(fill, index, PROBLEM_TOO_MANY, print_bound(fill, info));
        return false;
    }
    if (info->used) {
        list->state = FACT_KNOWN;
        list->count = (uint16_t)count;
        if (count > list->touched) {
            list->touched = (uint16_t)count;
        }
    }
    return true;
}

void fill_note_element(const Fill *fill, uint16_t list, uint16_t element)
{
    StrBuf at = { .arena = fill->record->arena };
    uint64_t order = get_list_order(fill, list) | (uint64_t)(element + 1) << 16;
    add_place(&at, fill->program, &(Place){ .list = list, .element = element });
    problem_add(fill->record, PROBLEM_NOT_OBJECT, order, buf_get(&at), STR(""), STR(""));
}

static void note_label(const Fill *fill, uint16_t list, uint16_t element, ProblemId problem)
{
    uint16_t index = fill->program->lists[list].key_field;
    const FieldInfo *field = &fill->program->fields[index];
    Place place = { .list = list, .element = element };
    Str *label = &fill->record->lists[list].keys[element];
    problem_add(fill->record, problem, get_order(fill, &place, index),
                print_field(fill, &place, field), STR(""), *label);
    *label = STR_NONE;
}

static bool is_used_before(const ListRecord *list, unsigned element)
{
    for (unsigned i = 0; i < element; i++) {
        if (list->keys[i].ptr && str_equal(list->keys[i], list->keys[element])) {
            return true;
        }
    }
    return false;
}

/* The element without a label whose index reads like this label; NO_INDEX if there is none. */
static bool is_index_of_unlabelled(const Fill *fill, uint16_t index, Str label)
{
    const ListRecord *list = &fill->record->lists[index];
    if (label.len > 4) {
        return false;
    }
    for (unsigned i = 0; i < list->count; i++) {
        if (!list->keys[i].ptr && str_equal(fill->form->labels[index][i], label)) {
            return true;
        }
    }
    return false;
}

static bool has_unlabelled(const ListRecord *list)
{
    for (unsigned i = 0; i < list->count; i++) {
        if (!list->keys[i].ptr) {
            return true;
        }
    }
    return false;
}

/* No two elements may be called alike in the report: an element that loses its label takes its
 * index, which may be the label of yet another, so this goes on until nothing changes. */
static void settle_labels(const Fill *fill, uint16_t index)
{
    ListRecord *list = &fill->record->lists[index];
    for (uint16_t i = 0; i < list->count; i++) {
        if (list->keys[i].ptr && is_used_before(list, i)) {
            note_label(fill, index, i, PROBLEM_SAME_KEY);
        }
    }
    for (bool changed = has_unlabelled(list); changed;) {
        changed = false;
        for (uint16_t i = 0; i < list->count; i++) {
            if (!list->keys[i].ptr || !is_index_of_unlabelled(fill, index, list->keys[i])) {
                continue;
            }
            note_label(fill, index, i, PROBLEM_KEY_IS_INDEX);
            changed = true;
        }
    }
    for (uint16_t i = 0; i < list->count; i++) {
        if (!list->keys[i].ptr) {
            list->keys[i] = fill->form->labels[index][i];
        }
    }
}

/* A list said to be complete and shorter than its bound contradicts the schema. */
static void check_least(const Fill *fill, uint16_t index)
{
    const ListInfo *info = &fill->program->lists[index];
    const ListRecord *list = &fill->record->lists[index];
    if (list->state == FACT_KNOWN && !list->partial && list->count < info->least) {
        fill_fault_list(fill, index, PROBLEM_TOO_FEW, print_bound(fill, info));
        record_finish(fill->record, fill->program);
    }
}

void fill_check_summaries(const Fill *fill, uint16_t list)
{
    Contradiction found[2];
    Place patient = fill_get_patient(fill);
    uint32_t count = summary_check(fill, list, found);
    for (uint32_t k = 0; k < count; k++) {
        uint16_t field = found[k].field;
        problem_add(fill->record, PROBLEM_CONTRADICTION, get_order(fill, &patient, field),
                    fill->program->fields[field].path, found[k].followed, STR(""));
        undo_field(fill, &patient, field);
        if (found[k].counted) {
            record_finish(fill->record, fill->program);
        }
    }
}

void fill_finish(const Fill *fill)
{
    record_finish(fill->record, fill->program);
    for (uint16_t i = 0; i < fill->program->list_count; i++) {
        if (fill->record->lists[i].keys) {
            settle_labels(fill, i);
        }
        check_least(fill, i);
        fill_check_summaries(fill, i);
    }
    problem_sort(fill->record);
}
