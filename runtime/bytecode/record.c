/* record.c - an empty record and what its schema says about the hidden part of its lists. */
#include "runtime/bytecode/record.h"

Reg field_get_unknown(const Program *program, const FieldInfo *field)
{
    switch ((RegType)field->type) {
    case REG_BOOL: return (Reg){ .mask = MASK_UNKNOWN };
    case REG_ENUM: return (Reg){ .mask = mask_all(program->enums[field->enumeration].count) };
    case REG_REAL: return (Reg){ .real = REAL_UNKNOWN };
    case REG_INT:
    case REG_DEC:
    case REG_DATE: break;
    }
    return (Reg){ .lo = field->lo, .hi = field->hi };
}

static Reg *create_blank_slots(Arena *arena, const Program *program)
{
    unsigned count = program->window_first - program->slot_first;
    Reg *blank = ARENA_ARRAY(arena, Reg, count);
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (field->reg != NO_INDEX && field->list == NO_INDEX) {
            blank[field->reg - program->slot_first] = field_get_unknown(program, field);
        }
    }
    return blank;
}

static Reg *create_blank_row(Arena *arena, const Program *program, const ListInfo *list)
{
    Reg *blank = ARENA_ARRAY(arena, Reg, list->used_fields);
    for (uint32_t i = 0; i < list->field_count; i++) {
        const FieldInfo *field = &program->fields[list->first_field + i];
        if (field->reg != NO_INDEX) {
            blank[field->reg - list->window] = field_get_unknown(program, field);
        }
    }
    return blank;
}

static void create_list(Arena *arena, const Program *program, const ListInfo *list,
                        ListRecord *record)
{
    if (!list->used) {
        return;
    }
    size_t cells = (size_t)list->most * list->used_fields;
    record->blank = create_blank_row(arena, program, list);
    record->rows = ARENA_ARRAY(arena, Reg, cells);
    record->states = ARENA_ARRAY(arena, uint8_t, cells);
    record->keys = ARENA_ARRAY(arena, Str, list->most);
    record->touched = list->most;
}

Record *record_create(Arena *session_arena, Arena *run_arena, const Program *program)
{
    unsigned slots = program->window_first - program->slot_first;
    Record *record = ARENA_NEW(session_arena, Record);
    record->arena = run_arena;
    record->blank = create_blank_slots(session_arena, program);
    record->slots = ARENA_ARRAY(session_arena, Reg, slots);
    record->states = ARENA_ARRAY(session_arena, uint8_t, slots);
    record->lists = ARENA_ARRAY(session_arena, ListRecord, program->list_count);
    for (uint32_t i = 0; i < program->list_count; i++) {
        create_list(session_arena, program, &program->lists[i], &record->lists[i]);
    }
    record_clear(record, program);
    return record;
}

static void clear_list(ListRecord *record, const ListInfo *list)
{
    size_t width = list->used_fields;
    unsigned dirty = record->count > record->touched ? record->count : record->touched;
    record->state = FACT_MISSING;
    record->partial = record->unsaid = false;
    record->count = record->touched = 0;
    record->hidden_least = list->least;
    record->hidden_most = list->most;
    for (size_t i = 0; list->used && i < dirty; i++) {
        memcpy(record->rows + i * width, record->blank, width * sizeof(Reg));
        memset(record->states + i * width, FACT_MISSING, width);
        record->keys[i] = STR_NONE;
    }
}

void record_clear(Record *record, const Program *program)
{
    unsigned slots = program->window_first - program->slot_first;
    memcpy(record->slots, record->blank, slots * sizeof(Reg));
    memset(record->states, FACT_MISSING, slots);
    for (uint32_t i = 0; i < program->list_count; i++) {
        clear_list(&record->lists[i], &program->lists[i]);
    }
    record->key = STR_NONE;
    record->line = 0;
    /* Their memory was in the run arena, which the owner resets for the next patient. */
    memset(&record->off_grid, 0, sizeof record->off_grid);
    memset(&record->problems, 0, sizeof record->problems);
}

/* A scalar's register if the record has a usable value of it. */
static const Reg *find_known(const Record *record, const Program *program, uint16_t field)
{
    if (field == NO_INDEX || program->fields[field].reg == NO_INDEX) {
        return NULL;
    }
    unsigned slot = (unsigned)program->fields[field].reg - program->slot_first;
    return fact_is_missing(record->states[slot]) ? NULL : &record->slots[slot];
}

/* A summary bounds the hidden part only if it can be true: a number below what is listed, or
 * outside the bound, contradicts the list and is ignored. */
static bool find_total(const Record *record, const Program *program, const ListInfo *list,
                       uint16_t listed, uint16_t *total)
{
    const Reg *known = find_known(record, program, list->counted_by);
    if (known == NULL || known->lo != known->hi) {
        return false;
    }
    if (known->lo < listed || known->lo < list->least || known->lo > list->most) {
        return false;
    }
    *total = (uint16_t)known->lo;
    return true;
}

static void set_hidden(ListRecord *record, uint16_t least, uint16_t most)
{
    record->hidden_least = (uint16_t)(least > record->count ? least - record->count : 0);
    record->hidden_most = (uint16_t)(most > record->count ? most - record->count : 0);
}

/* Can no listed element have that size, whatever its missing size is? */
static bool is_above_listed(const Record *record, const Program *program, uint32_t index,
                            int64_t size)
{
    const ListInfo *list = &program->lists[index];
    const ListRecord *own = &record->lists[index];
    uint16_t column = program->fields[list->largest_field].reg - list->window;
    for (uint16_t i = 0; i < own->count; i++) {
        if (own->rows[(size_t)i * list->used_fields + column].hi >= size) {
            return false;
        }
    }
    return true;
}

/* A largest size above 0 is the size of an element: one is hidden where none listed can have it. */
static void hide_largest(Record *record, const Program *program, uint32_t index)
{
    const ListInfo *list = &program->lists[index];
    ListRecord *own = &record->lists[index];
    const Reg *largest = find_known(record, program, list->largest_by);
    if (!list->used || own->hidden_least > 0 || own->hidden_most == 0 || largest == NULL ||
        largest->lo <= 0) {
        return;
    }
    own->hidden_least = is_above_listed(record, program, index, largest->lo);
}

/* `complete unless`: the field is known, and not that value; `counted by`: as many as are listed.
 */
static bool is_said_complete(const Record *record, const Program *program, const ListInfo *list,
                             uint16_t listed)
{
    const Reg *complete = find_known(record, program, list->complete_field);
    uint16_t total;
    if (complete) {
        return (complete->mask & list->complete_unless) == 0;
    }
    return find_total(record, program, list, listed, &total) && total == listed;
}

static void finish_list(Record *record, const Program *program, uint32_t index)
{
    const ListInfo *list = &program->lists[index];
    ListRecord *own = &record->lists[index];
    if (own->state != FACT_KNOWN) {
        own->count = 0;
        own->partial = false;
    } else {
        const Reg *complete = find_known(record, program, list->complete_field);
        own->partial = own->partial ||
                       (complete != NULL && (complete->mask & ~list->complete_unless) == 0) ||
                       (own->unsaid && !is_said_complete(record, program, list, own->count));
        if (!own->partial) {
            set_hidden(own, own->count, own->count);
            return;
        }
    }
    uint16_t total;
    if (find_total(record, program, list, own->count, &total)) {
        set_hidden(own, total, total);
    } else {
        set_hidden(own, list->least, list->most);
    }
    hide_largest(record, program, index);
}

void record_finish(Record *record, const Program *program)
{
    for (uint32_t i = 0; i < program->list_count; i++) {
        finish_list(record, program, i);
    }
}

static const Reg *get_fact(const Record *record, const Program *program, uint16_t field,
                           uint16_t element, uint8_t *state)
{
    const FieldInfo *info = &program->fields[field];
    if (info->list == NO_INDEX) {
        unsigned slot = (unsigned)info->reg - program->slot_first;
        *state = record->states[slot];
        return &record->slots[slot];
    }
    const ListInfo *list = &program->lists[info->list];
    const ListRecord *rows = &record->lists[info->list];
    size_t cell = (size_t)element * list->used_fields + (info->reg - list->window);
    *state = rows->states[cell];
    return &rows->rows[cell];
}

Rat record_get_exact(const Record *record, const Program *program, uint16_t field, uint16_t element)
{
    uint8_t state;
    const Reg *value = get_fact(record, program, field, element, &state);
    if (program->fields[field].list == NO_INDEX) {
        element = NO_INDEX;
    }
    for (uint32_t i = 0; state == FACT_OFF_GRID && i < record->off_grid.count; i++) {
        const OffGrid *entry = &record->off_grid.items[i];
        if (entry->field == field && (element == NO_INDEX || entry->element == element)) {
            return entry->exact;
        }
    }
    return program->fields[field].type == REG_DEC ? rat_from_dec(value->lo)
                                                  : rat_from_int(value->lo);
}

/* ---- the same patient with other facts ---- */

static void copy_list(ListRecord *to, const ListRecord *from, const ListInfo *list)
{
    size_t width = list->used_fields;
    clear_list(to, list);
    to->state = from->state;
    to->partial = from->partial;
    to->unsaid = from->unsaid;
    to->count = to->touched = from->count;
    to->hidden_least = from->hidden_least;
    to->hidden_most = from->hidden_most;
    if (list->used) {
        memcpy(to->rows, from->rows, from->count * width * sizeof(Reg));
        memcpy(to->states, from->states, from->count * width);
        memcpy(to->keys, from->keys, from->count * sizeof(Str));
    }
}

void record_copy(Record *to, const Record *from, const Program *program)
{
    unsigned slots = program->window_first - program->slot_first;
    memcpy(to->slots, from->slots, slots * sizeof(Reg));
    memcpy(to->states, from->states, slots);
    for (uint32_t i = 0; i < program->list_count; i++) {
        copy_list(&to->lists[i], &from->lists[i], &program->lists[i]);
    }
    to->key = from->key;
    to->line = from->line;
    /* What is added goes into memory of the copy's own. */
    memcpy(&to->off_grid, &from->off_grid, sizeof to->off_grid);
    memcpy(&to->problems, &from->problems, sizeof to->problems);
    to->off_grid.capacity = to->off_grid.count;
    to->problems.capacity = to->problems.count;
}

typedef struct Cell {
    Reg *value;
    uint8_t *state;
} Cell;

static Cell find_cell(Record *record, const Program *program, const FieldInfo *field,
                      uint16_t element)
{
    if (field->list == NO_INDEX) {
        unsigned slot = (unsigned)field->reg - program->slot_first;
        return (Cell){ &record->slots[slot], &record->states[slot] };
    }
    const ListInfo *list = &program->lists[field->list];
    ListRecord *rows = &record->lists[field->list];
    size_t cell = (size_t)element * list->used_fields + (field->reg - list->window);
    return (Cell){ &rows->rows[cell], &rows->states[cell] };
}

void record_put(Record *record, const Program *program, uint16_t field, uint16_t element, Reg value,
                uint8_t state)
{
    Cell cell = find_cell(record, program, &program->fields[field], element);
    *cell.value = value;
    *cell.state = state;
}

void record_drop(Record *record, const Program *program, uint16_t list, uint16_t field,
                 uint16_t element)
{
    if (field == NO_INDEX) {
        clear_list(&record->lists[list], &program->lists[list]);
        return;
    }
    Cell cell = find_cell(record, program, &program->fields[field], element);
    *cell.value = field_get_unknown(program, &program->fields[field]);
    *cell.state = FACT_MISSING;
}

void record_finish_again(Record *record, const Program *program)
{
    for (uint32_t i = 0; i < program->list_count; i++) {
        record->lists[i].partial = false; /* finishing finds it again */
    }
    record_finish(record, program);
}

uint8_t record_get_state(const Record *record, const Program *program, uint16_t field,
                         uint16_t element)
{
    uint8_t state;
    get_fact(record, program, field, element, &state);
    return state;
}

bool record_has_summary(const Record *record, const Program *program, uint16_t list)
{
    uint16_t field = program->lists[list].largest_by;
    if (field == NO_INDEX || program->fields[field].reg == NO_INDEX) {
        return false;
    }
    uint8_t state = record->states[program->fields[field].reg - program->slot_first];
    return state == FACT_KNOWN || state == FACT_OFF_GRID;
}

void record_set_date(Record *record, const Program *program, Day as_of)
{
    if (program->as_of_field == NO_INDEX || program->fields[program->as_of_field].reg == NO_INDEX) {
        return;
    }
    unsigned slot = program->fields[program->as_of_field].reg - program->slot_first;
    record->slots[slot] = (Reg){ .lo = as_of, .hi = as_of };
    record->states[slot] = FACT_KNOWN;
}

Reg record_get_date(const Record *record, const Program *program)
{
    uint16_t field = program->as_of_field;
    if (field == NO_INDEX || program->fields[field].reg == NO_INDEX) {
        return (Reg){ 0 };
    }
    return record->slots[program->fields[field].reg - program->slot_first];
}
