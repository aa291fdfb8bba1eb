/* json.c - the tape of one document, read along the levels of the form. */
#include "runtime/patient/json.h"
#include "runtime/base/limits.h"
#include "runtime/base/map.h"
#include "runtime/patient/plain.h"

enum { DETOUR = 15 };    /* records */
#define FIRST_TAPE 1024u /* events; a record of 1.3 KB has about 150 */

void json_open(JsonReader *reader, Arena *arena, Form *form)
{
    *reader = (JsonReader){ .arena = arena, .form = form };
    reader->tape.events = ARENA_ARRAY(arena, JsonEvent, FIRST_TAPE);
    reader->tape.capacity = FIRST_TAPE;
}

JsonStatus json_read_tape(JsonReader *reader, Arena *arena, Document document)
{
    JsonTape *tape = &reader->tape;
    JsonStatus status = json_walk(arena, document.text, document.len, LIMIT_JSON_DEPTH, tape);
    if (status == JSON_TAPE_FULL && tape->count <= LIMIT_RECORD_VALUES) {
        uint32_t capacity = tape->capacity;
        while (capacity < tape->count) {
            capacity *= 2;
        }
        tape->events = ARENA_ARRAY(reader->arena, JsonEvent, capacity);
        tape->capacity = capacity;
        status = json_walk(arena, document.text, document.len, LIMIT_JSON_DEPTH, tape);
    }
    if (status == JSON_NO_MEMORY) {
        arena_fail(reader->arena);
    }
    return status;
}

/* ---- values ---- */

static Str get_text(const JsonEvent *event)
{
    return (Str){ event->text, event->len };
}

/* {"value":31,"unit":"mm"}: both once, nothing else. A further key may change what the number
 * means. */
static bool read_quantity(const JsonTape *tape, const JsonEvent *object, Given *given)
{
    for (const JsonEvent *key = object + 1; key->kind == JSON_KEY;
         key = &tape->events[key[1].next]) {
        if (str_equal(get_text(key), STR("value")) && key[1].kind == JSON_NUMBER &&
            !given->text.ptr) {
            given->text = get_text(&key[1]);
        } else if (str_equal(get_text(key), STR("unit")) && key[1].kind == JSON_STRING &&
                   !given->unit.ptr) {
            given->unit = get_text(&key[1]);
        } else {
            return false;
        }
    }
    return given->text.ptr && given->unit.ptr;
}

/* A number alone in an object is a quantity whose unit was forgotten. */
static bool is_value_alone(const JsonEvent *object)
{
    return object[1].kind == JSON_KEY && str_equal(get_text(&object[1]), STR("value")) &&
           object[2].kind == JSON_NUMBER && object[3].kind == JSON_OBJECT_END;
}

static bool takes_quantity(const FieldInfo *field)
{
    return field->role != FIELD_KEY && field->role != FIELD_TEXT && field->unit != UNIT_NONE;
}

ProblemId json_get_given(const JsonTape *tape, const JsonEvent *value, const FieldInfo *field,
                         Given *given)
{
    given->kind = value->kind;
    given->has_unit = false;
    given->text = get_text(value);
    if (value->kind != JSON_OBJECT || !takes_quantity(field)) {
        return PROBLEM_NONE;
    }
    Given quantity = { .kind = JSON_NUMBER, .has_unit = true };
    if (!read_quantity(tape, value, &quantity)) {
        return is_value_alone(value) ? PROBLEM_UNIT_MISSING : PROBLEM_BAD_QUANTITY;
    }
    *given = quantity;
    return PROBLEM_NONE;
}

/* ---- objects ---- */

typedef struct Walk {
    const Fill *fill;
    const JsonTape *tape;
    const JsonEvent *events;
} Walk;

static void read_object(const Walk *walk, const Place *place, FormLevel *level,
                        const JsonEvent *object);

static void read_field(const Walk *walk, const Place *place, uint16_t index, const JsonEvent *value)
{
    Given given;
    ProblemId problem =
        json_get_given(walk->tape, value, &walk->fill->program->fields[index], &given);
    if (problem) {
        fill_fault(walk->fill, place, index, problem, &(Given){ .kind = JSON_OBJECT });
    } else {
        fill_field(walk->fill, place, index, &given);
    }
}

static uint32_t count_elements(const Walk *walk, const JsonEvent *array)
{
    uint32_t count = 0;
    for (const JsonEvent *event = array + 1; event->kind != JSON_ARRAY_END;
         event = &walk->events[event->next]) {
        count++;
    }
    return count;
}

static void read_list(const Walk *walk, uint16_t index, FormLevel *level, const JsonEvent *value)
{
    const Fill *fill = walk->fill;
    if (value->kind == JSON_NULL) {
        return;
    }
    if (value->kind != JSON_ARRAY) {
        fill_fault_list(fill, index, PROBLEM_WRONG_TYPE, STR("a list of objects"));
        return;
    }
    if (!fill_start_list(fill, index, count_elements(walk, value))) {
        return;
    }
    uint16_t element = 0;
    for (const JsonEvent *event = value + 1; event->kind != JSON_ARRAY_END;
         event = &walk->events[event->next]) {
        Place place = fill_get_element(fill, index, element);
        if (event->kind == JSON_OBJECT) {
            read_object(walk, &place, level, event);
        } else {
            fill_note_element(fill, index, element);
        }
        element++;
    }
}

static void read_group(const Walk *walk, const Place *place, const FormLevel *parent,
                       const FormEntry *entry, const JsonEvent *value)
{
    if (value->kind == JSON_OBJECT) {
        read_object(walk, place, entry->level, value);
    } else if (value->kind != JSON_NULL) {
        fill_note_group(walk->fill, place, parent, entry);
    }
}

static void read_entry(const Walk *walk, const Place *place, const FormLevel *level,
                       const FormEntry *entry, const JsonEvent *value)
{
    switch ((EntryKind)entry->kind) {
    case ENTRY_FIELD: read_field(walk, place, entry->index, value); break;
    case ENTRY_LIST: read_list(walk, entry->index, entry->level, value); break;
    case ENTRY_GROUP: read_group(walk, place, level, entry, value); break;
    }
}

/* Given twice: neither is used, and it is said once. */
static void repeat_entry(const Walk *walk, const Place *place, const FormLevel *level,
                         FormEntry *entry, uint64_t object)
{
    if (entry->repeated == object) {
        return;
    }
    entry->repeated = object;
    fill_undo(walk->fill, place, entry);
    fill_note_duplicate(walk->fill, place, level, entry);
}

/* unknown: the unknown keys of this object so far, so that each is said once. Made when the first
 * is met. */
static void note_unknown(const Walk *walk, const Place *place, const FormLevel *level, Map *unknown,
                         Str key)
{
    if (problem_is_full(walk->fill->record)) {
        fill_note_unknown(walk->fill, place, level, key);
        return;
    }
    if (!unknown->arena) {
        map_init(unknown, walk->fill->record->arena);
    }
    if (map_add(unknown, key, 0)) {
        fill_note_unknown(walk->fill, place, level, key);
    }
}

/* As deep as the JSON is nested, which the walk has limited. */
static void read_object(const Walk *walk, const Place *place, FormLevel *level,
                        const JsonEvent *object)
{
    uint64_t number = ++walk->fill->form->object;
    Map unknown = { .arena = NULL };
    uint32_t *next = &level->first;
    for (const JsonEvent *key = object + 1; key->kind == JSON_KEY;
         key = &walk->events[key[1].next]) {
        FormEntry *entry = form_find_next(level, &next, get_text(key));
        if (!entry) {
            note_unknown(walk, place, level, &unknown, get_text(key));
        } else if (entry->seen == number) {
            repeat_entry(walk, place, level, entry, number);
        } else {
            entry->seen = number;
            read_entry(walk, place, level, entry, key + 1);
        }
    }
}

/* ---- records ---- */

/* The label of a record that failed further on: a key of the outermost object that was read, once,
 * before the fault. */
static Str find_label(const JsonReader *reader, Arena *arena)
{
    const Program *program = reader->form->program;
    const JsonTape *tape = &reader->tape;
    Str label = STR_NONE;
    unsigned depth = 0;
    if (program->key_field == NO_INDEX) {
        return STR_NONE;
    }
    const FieldInfo *field = &program->fields[program->key_field];
    for (uint32_t i = 0; i + 1 < tape->count; i++) {
        const JsonEvent *event = &tape->events[i];
        depth += event->kind == JSON_OBJECT || event->kind == JSON_ARRAY;
        depth -= event->kind == JSON_OBJECT_END || event->kind == JSON_ARRAY_END;
        if (depth != 1 || event->kind != JSON_KEY || !str_equal(get_text(event), field->path)) {
            continue;
        }
        Given given = { .kind = event[1].kind, .text = get_text(&event[1]) };
        if (label.ptr || field_check_text(field, &given)) {
            return STR_NONE;
        }
        label = str_copy(arena, given.text);
    }
    return label;
}

static bool refuse_record(JsonReader *reader, Document document, JsonStatus status, Record *record,
                          RecordError *error)
{
    size_t fault = json_find_fault(status, &reader->tape, document);
    record_error_set(record->arena, error, json_get_error(status), document, fault);
    if (status != JSON_TRAILING && status != JSON_TAPE_FULL) {
        error->patient = find_label(reader, record->arena);
    }
    return false;
}

static bool read_tape(JsonReader *reader, Document document, const Fill *fill, RecordError *error)
{
    JsonStatus status = json_read_tape(reader, fill->record->arena, document);
    if (status != JSON_OK) {
        return refuse_record(reader, document, status, fill->record, error);
    }
    Walk walk = { .fill = fill, .tape = &reader->tape, .events = reader->tape.events };
    Place place = fill_get_patient(fill);
    read_object(&walk, &place, reader->form->root, reader->tape.events);
    return true;
}

/* Where one record is not plain the next ones are probably not either: the attempt is not made for
 * each. */
static bool try_plainly(JsonReader *reader, Document document, const Fill *fill)
{
    uint64_t line = fill->record->line;
    if (reader->detour > 0) {
        reader->detour--;
        return false;
    }
    if (plain_read(fill, document)) {
        return true;
    }
    reader->detour = DETOUR;
    record_clear(fill->record, fill->program);
    fill->record->line = line;
    return false;
}

bool json_read_record(JsonReader *reader, Document document, Record *record, RecordError *error)
{
    Fill fill = { .form = reader->form, .program = reader->form->program, .record = record };
    if (!try_plainly(reader, document, &fill) && !read_tape(reader, document, &fill, error)) {
        return false;
    }
    fill_finish(&fill);
    return true;
}
