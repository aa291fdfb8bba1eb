/* change.c - PATH=VALUE, and the record that comes of it. */
#include "runtime/patient/change.h"
#include "runtime/patient/fill.h"
#include "runtime/base/limits.h"

typedef struct Reader {
    Arena *arena;
    const Program *program;
    ChangeSet *set;
    Str *why;
} Reader;

static bool refuse(Reader *reader, Str why)
{
    *reader->why = why;
    return false;
}

/* ---- text ---- */

static Str trim(Str text)
{
    while (text.len > 0 && text.ptr[0] == ' ') {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && text.ptr[text.len - 1] == ' ') {
        text.len--;
    }
    return text;
}

/* What stands before the mark goes to *first, what stands behind it stays; false if it is not
 * there: then *first is all. */
static bool cut(Str *text, char mark, Str *first)
{
    const char *at = text->len ? memchr(text->ptr, mark, text->len) : NULL;
    size_t len = at ? (size_t)(at - text->ptr) : text->len;

    *first = trim((Str){ text->ptr, len });
    *text = at ? (Str){ at + 1, text->len - len - 1 } : STR_NONE;
    return at != NULL;
}

/* ---- paths ---- */

static bool can_change(const FieldInfo *field)
{
    return field->role == FIELD_SCALAR || field->role == FIELD_ELEMENT ||
           (field->role == FIELD_GAP && field->policy);
}

/* "lesions[2].size" into "lesions", 2 and "size"; false if it is not of that shape. */
static bool cut_element(Str path, Str *list, Str *field, uint32_t *number)
{
    Str digits;

    *number = 0;
    if (!cut(&path, '[', list) || !cut(&path, ']', &digits) || digits.len == 0 || digits.len > 4 ||
        path.len < 2 || path.ptr[0] != '.') {
        return false;
    }
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9') {
            return false;
        }
        *number = *number * 10 + (uint32_t)(digits.ptr[i] - '0');
    }
    *field = (Str){ path.ptr + 1, path.len - 1 };
    return *number > 0;
}

static bool find_field(const Program *program, Str name, uint16_t list, uint16_t *index)
{
    for (uint16_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (field->list == list && can_change(field) && str_equal(field->path, name)) {
            *index = i;
            return true;
        }
    }
    return false;
}

static bool find_place(const Program *program, Str path, Change *change)
{
    Str list, field;
    uint32_t number;

    if (!cut_element(path, &list, &field, &number)) {
        change->element = NO_INDEX;
        return find_field(program, path, NO_INDEX, &change->field);
    }
    uint32_t index = program_find_list(program, list);
    if (index == NO_INDEX32 || number > program->lists[index].most) {
        return false;
    }
    change->element = (uint16_t)(number - 1);
    return find_field(program, field, (uint16_t)index, &change->field);
}

static NameList list_paths(Arena *arena, const Program *program)
{
    NameList names = { ARENA_ARRAY(arena, Str, program->field_count + 1), 0 };

    for (uint16_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (can_change(field)) {
            names.items[names.count++] =
                field->list == NO_INDEX
                    ? field->path
                    : str_format(arena, "%S[1].%S", program->lists[field->list].path, field->path);
        }
    }
    return names;
}

/* ---- values ---- */

static bool take_value(Reader *reader, Str path, Str value, Change *change)
{
    const FieldInfo *field = &reader->program->fields[change->field];
    Given given = field_get_given(field, value);

    if (!field->used) {
        return refuse(reader, str_format(reader->arena, "no rule of the guideline reads %S", path));
    }
    if (field->type == REG_BOOL && given.kind == JSON_STRING) {
        return refuse(reader, str_format(reader->arena, "%S must be yes, no, true or false", path));
    }
    change->taken = field_take(reader->program, field, &given, &change->exact);
    if (change->taken.problem) {
        ProblemId problem = (ProblemId)change->taken.problem;
        Str expected = field_print_expected(reader->arena, reader->program, field, problem, &given);
        return refuse(reader, problem_print(reader->arena, problem, path, expected));
    }
    if (fact_is_missing(change->taken.state)) {
        return refuse(reader, str_format(reader->arena, "%S needs a value", path));
    }
    return true;
}

static bool is_given(const ChangeSet *set, const Change *change)
{
    for (uint32_t i = 0; i < set->items.count; i++) {
        if (set->items.items[i].field == change->field &&
            set->items.items[i].element == change->element) {
            return true;
        }
    }
    return false;
}

static bool take_change(Reader *reader, Str text)
{
    Change change = { .exact = { 0, 1 } };
    Str path;

    if (!cut(&text, '=', &path) || path.len == 0) {
        return refuse(reader, STR("a change is PATH=VALUE, as in 'liver.flr=30 %'; several are "
                                  "parted by commas"));
    }
    Str shown = problem_quote_name(reader->arena, path);
    if (!find_place(reader->program, path, &change)) {
        return refuse(reader, str_format(reader->arena, "the record has no field %S%S", shown,
                                         suggest_name(reader->arena, path,
                                                      list_paths(reader->arena, reader->program))));
    }
    if (is_given(reader->set, &change)) {
        return refuse(reader, str_format(reader->arena, "%S is changed more than once", shown));
    }
    if (!take_value(reader, shown, trim(text), &change)) {
        return false;
    }
    vec_add(reader->arena, &reader->set->items, change);
    return true;
}

bool change_parse(Arena *arena, const Program *program, Str text, ChangeSet *set, Str *why)
{
    Reader reader = { arena, program, set, why };
    Str one;
    bool more = true;

    while (more) {
        more = cut(&text, ',', &one);
        if (!take_change(&reader, one)) {
            return false;
        }
    }
    return true;
}

/* ---- into a record ---- */

bool change_fits(const Change *change, const Program *program, const Record *record)
{
    return change->element == NO_INDEX ||
           change->element < record->lists[program->fields[change->field].list].count;
}

static void apply_one(const Change *change, const Program *program, Record *record)
{
    record_put(record, program, change->field, change->element, change->taken.reg,
               change->taken.state);
    if (change->taken.state == FACT_OFF_GRID) {
        OffGrid item = { change->field, change->element, change->exact };
        vec_add(record->arena, &record->off_grid, item);
    }
}

/* What it was before, off the grid, is not looked up any more. */
static void forget_exact(const Change *change, Record *record)
{
    uint32_t kept = 0;
    OffGrid *items = ARENA_ARRAY(record->arena, OffGrid, record->off_grid.count + 1);

    for (uint32_t i = 0; i < record->off_grid.count; i++) {
        const OffGrid *item = &record->off_grid.items[i];
        bool same = item->field == change->field &&
                    (change->element == NO_INDEX || item->element == change->element);
        if (!same) {
            items[kept++] = *item;
        }
    }
    record->off_grid.items = items;
    record->off_grid.count = record->off_grid.capacity = kept;
}

void change_apply(const ChangeSet *set, const Program *program, Record *record)
{
    Fill fill = { .program = program, .record = record };

    for (uint32_t i = 0; i < set->items.count; i++) {
        if (change_fits(&set->items.items[i], program, record)) {
            forget_exact(&set->items.items[i], record);
            apply_one(&set->items.items[i], program, record);
        }
    }
    record_finish_again(record, program);
    for (uint16_t i = 0; i < program->list_count; i++) {
        fill_check_summaries(&fill, i);
    }
    problem_sort(record);
}
