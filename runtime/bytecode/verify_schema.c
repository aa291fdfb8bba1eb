/* verify_schema.c - fields, lists and the registers that stand for them. */
#include "runtime/base/limits.h"
#include "runtime/bytecode/verify_parts.h"

static bool has_value(const FieldInfo *field)
{
    return field->role != FIELD_KEY && field->role != FIELD_TEXT;
}

static bool check_range(const Program *program, const FieldInfo *field, Str *why)
{
    bool number = field->type == REG_INT || field->type == REG_DEC || field->type == REG_DATE;
    if (number && field->lo > field->hi) {
        REFUSE("field %S: its range is empty", field->path);
    }
    if (field->type == REG_DATE && (field->lo < DAY_MIN || field->hi > DAY_MAX)) {
        REFUSE("field %S: its range leaves the calendar", field->path);
    }
    return true;
}

static bool check_type(const Program *program, const FieldInfo *field, Str *why)
{
    if (field->type > REG_REAL) {
        REFUSE("field %S: no such type", field->path);
    }
    bool named = field->type == REG_ENUM;
    if (named != (field->enumeration != NO_INDEX) ||
        (named && (field->enumeration == 0 || field->enumeration >= program->enum_count))) {
        REFUSE("field %S: no such enumeration", field->path);
    }
    return check_range(program, field, why);
}

static bool check_register(const Program *program, const FieldInfo *field, Str *why)
{
    if (!has_value(field)) {
        if (field->reg != NO_INDEX) {
            REFUSE("field %S: a label has no register", field->path);
        }
        return true;
    }
    if (field->used != (field->reg != NO_INDEX)) {
        REFUSE("field %S: used without register, or the other way round", field->path);
    }
    if (!field->used) {
        return true;
    }
    uint32_t first = field->list == NO_INDEX ? program->slot_first : program->window_first;
    uint32_t end = field->list == NO_INDEX ? program->window_first : program->result_first;
    if (field->reg < first || field->reg >= end) {
        REFUSE("field %S: its register is in the wrong region", field->path);
    }
    RegInfo info = program->regs[field->reg];
    if (info.type != field->type || info.enumeration != field->enumeration) {
        REFUSE("field %S: its register has another type", field->path);
    }
    return true;
}

/* Element fields, keys and texts may stand in a list; nothing else does. */
static bool check_role(const Program *program, uint32_t index, Str *why)
{
    const FieldInfo *field = &program->fields[index];
    if (field->role > FIELD_TEXT) {
        REFUSE("field %S: no such role", field->path);
    }
    if (field->list == NO_INDEX) {
        if (field->role == FIELD_ELEMENT) {
            REFUSE("field %S: an element's field without list", field->path);
        }
    } else {
        if (field->role != FIELD_ELEMENT && has_value(field)) {
            REFUSE("field %S: it cannot stand in a list", field->path);
        }
        if (field->list >= program->list_count) {
            REFUSE("field %S: no such list", field->path);
        }
        const ListInfo *list = &program->lists[field->list];
        if (index < list->first_field || index - list->first_field >= list->field_count) {
            REFUSE("field %S: it stands outside the fields of its list", field->path);
        }
    }
    if ((field->role == FIELD_AS_OF) != (index == program->as_of_field)) {
        REFUSE("field %S: not the date of evaluation that the header names", field->path);
    }
    return true;
}

static bool check_field(const Program *program, uint32_t index, Str *why)
{
    const FieldInfo *field = &program->fields[index];
    if (!check_role(program, index, why)) {
        return false;
    }
    if (has_value(field) && !check_type(program, field, why)) {
        return false;
    }
    if (field->unit >= unit_get_count()) {
        REFUSE("field %S: no such unit", field->path);
    }
    if (field->error < 0) {
        REFUSE("field %S: a negative measurement error", field->path);
    }
    if (field->statements > program->statement_ref_count ||
        field->statement_count > program->statement_ref_count - field->statements) {
        REFUSE("field %S: its statements are not in the table", field->path);
    }
    return check_register(program, field, why);
}

/* Each slot register belongs to one field. */
static bool check_slots(const Program *program, Str *why)
{
    uint32_t count = (uint32_t)program->window_first - program->slot_first, seen = 0;
    bool *taken = ARENA_ARRAY(program->arena, bool, count);
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (field->reg == NO_INDEX || field->list != NO_INDEX) {
            continue;
        }
        if (taken[field->reg - program->slot_first]) {
            REFUSE("field %S: its register belongs to another field too", field->path);
        }
        taken[field->reg - program->slot_first] = true;
        seen++;
    }
    if (seen != count) {
        REFUSE("a slot register belongs to no field");
    }
    return true;
}

/* ---- lists ---- */

static bool check_list_fields(const Program *program, uint32_t index, Str *why)
{
    const ListInfo *list = &program->lists[index];
    uint32_t next = list->window;
    if (list->field_count == 0 ||
        (uint32_t)list->first_field + list->field_count > program->field_count) {
        REFUSE("list %S: its fields are not in the table", list->path);
    }
    for (uint32_t i = 0; i < list->field_count; i++) {
        const FieldInfo *field = &program->fields[list->first_field + i];
        if (field->list != index) {
            REFUSE("list %S: field %S belongs elsewhere", list->path, field->path);
        }
        if (field->reg != NO_INDEX && field->reg != next++) {
            REFUSE("list %S: field %S has not the next register of the window", list->path,
                   field->path);
        }
    }
    if (next != (uint32_t)list->window + list->used_fields || list->used_fields > list->width) {
        REFUSE("list %S: its window does not fit its fields", list->path);
    }
    return true;
}

static bool check_key(const Program *program, uint32_t index, Str *why)
{
    const ListInfo *list = &program->lists[index];
    if (list->key_field == NO_INDEX) {
        return true;
    }
    if (list->key_field >= program->field_count || program->fields[list->key_field].list != index ||
        program->fields[list->key_field].role != FIELD_KEY) {
        REFUSE("list %S: its key is no key field of it", list->path);
    }
    return true;
}

/* A scalar that says something about a list. If rules read the list it must have a register. */
static bool is_summary(const Program *program, const ListInfo *list, uint16_t field)
{
    return field < program->field_count && program->fields[field].role == FIELD_SCALAR &&
           (!list->used || program->fields[field].reg != NO_INDEX);
}

static bool check_completeness(const Program *program, const ListInfo *list, Str *why)
{
    if (list->complete_field == NO_INDEX) {
        return true;
    }
    if (!is_summary(program, list, list->complete_field)) {
        REFUSE("list %S: what says that it is complete is no field that is read", list->path);
    }
    const FieldInfo *field = &program->fields[list->complete_field];
    if (field->type != REG_BOOL && field->type != REG_ENUM) {
        REFUSE("list %S: what says that it is complete has no set of values", list->path);
    }
    Mask all =
        field->type == REG_BOOL ? MASK_UNKNOWN : mask_all(program->enums[field->enumeration].count);
    if (list->complete_unless == 0 || (list->complete_unless & ~all) != 0) {
        REFUSE("list %S: no such value of %S", list->path, field->path);
    }
    return true;
}

static bool check_summaries(const Program *program, uint32_t index, Str *why)
{
    const ListInfo *list = &program->lists[index];
    if (list->counted_by != NO_INDEX && (!is_summary(program, list, list->counted_by) ||
                                         program->fields[list->counted_by].type != REG_INT)) {
        REFUSE("list %S: what counts it is no integer field that is read", list->path);
    }
    if (list->largest_by == NO_INDEX) {
        return true;
    }
    if (!is_summary(program, list, list->largest_by) ||
        list->largest_field >= program->field_count ||
        program->fields[list->largest_field].list != index ||
        program->fields[list->largest_field].role != FIELD_ELEMENT ||
        (list->used && program->fields[list->largest_field].reg == NO_INDEX) ||
        program->fields[list->largest_field].unit != program->fields[list->largest_by].unit ||
        program->fields[list->largest_field].type != program->fields[list->largest_by].type) {
        REFUSE("list %S: what is the largest of it does not fit", list->path);
    }
    return true;
}

static bool check_list(const Program *program, uint32_t index, uint32_t *next, Str *why)
{
    const ListInfo *list = &program->lists[index];
    if (list->least > list->most || list->most > LIMIT_LIST_BOUND) {
        REFUSE("list %S: a bound that is not possible", list->path);
    }
    if (!list->used && list->width != 0) {
        REFUSE("list %S: a window that no rule reads", list->path);
    }
    if (list->used && list->window != *next) {
        REFUSE("list %S: its window is not the next one", list->path);
    }
    *next += list->width;
    if (*next > program->result_first) {
        REFUSE("list %S: its window leaves its region", list->path);
    }
    return check_list_fields(program, index, why) && check_key(program, index, why) &&
           check_completeness(program, list, why) && check_summaries(program, index, why);
}

static bool check_lists(const Program *program, Str *why)
{
    uint32_t next = program->window_first;
    for (uint32_t i = 0; i < program->list_count; i++) {
        if (!check_list(program, i, &next, why)) {
            return false;
        }
    }
    if (next != program->result_first) {
        REFUSE("the windows do not fill their region");
    }
    return true;
}

static bool check_header(const Program *program, Str *why)
{
    if (program->key_field != NO_INDEX && (program->key_field >= program->field_count ||
                                           program->fields[program->key_field].role != FIELD_KEY ||
                                           program->fields[program->key_field].list != NO_INDEX)) {
        REFUSE("the patient's key is no key field");
    }
    if (program->as_of_field != NO_INDEX &&
        (program->as_of_field >= program->field_count ||
         program->fields[program->as_of_field].type != REG_DATE)) {
        REFUSE("the date of evaluation is no date field");
    }
    return true;
}

bool verify_schema(const Program *program, Str *why)
{
    if (!check_header(program, why)) {
        return false;
    }
    for (uint32_t i = 0; i < program->field_count; i++) {
        if (!check_field(program, i, why)) {
            return false;
        }
    }
    return check_lists(program, why) && check_slots(program, why);
}
