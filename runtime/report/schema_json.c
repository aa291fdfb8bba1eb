/* schema_json.c - the record's schema and a record's facts as JSON for a form. */
#include "runtime/report/schema_json.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/plan.h"
#include "runtime/report/say.h"

static void add_text(StrBuf *out, const char *key, Str text)
{
    json_add_key(out, key);
    json_add_foreign_string(out, text);
}

static void add_words(StrBuf *out, const char *key, Str label, Str name)
{
    StrBuf words = { .arena = out->arena };
    say_title(&words, label, name);
    add_text(out, key, buf_get(&words));
}

/* ---- values ---- */

static Str get_type(const FieldInfo *field)
{
    if (field->role == FIELD_KEY) {
        return STR("key");
    }
    if (field->role == FIELD_TEXT) {
        return STR("text");
    }
    switch ((RegType)field->type) {
    case REG_BOOL: return STR("yes_no");
    case REG_ENUM: return STR("choice");
    case REG_INT: return STR("integer");
    case REG_DATE: return STR("date");
    case REG_DEC:
    case REG_REAL: break;
    }
    return STR("decimal");
}

static void add_values(StrBuf *out, const EnumInfo *info)
{
    json_add_key(out, "values");
    json_add_literal(out, "[");
    for (unsigned i = 0; i < info->count; i++) {
        StrBuf words = { .arena = out->arena };
        say_enum_value(&words, info, i);
        json_separate(out);
        json_add_literal(out, "{");
        add_text(out, "name", info->values[i]);
        add_text(out, "label", buf_get(&words));
        json_add_literal(out, "}");
    }
    json_add_literal(out, "]");
}

/* The declared one first, then all that convert into it. */
static void add_units(StrBuf *out, UnitId unit)
{
    add_text(out, "unit", unit_get_code(unit));
    json_add_key(out, "units");
    json_add_literal(out, "[");
    json_add_foreign_string(out, unit_get_code(unit));
    for (unsigned u = 1; u < unit_get_count(); u++) {
        UnitId other = (UnitId)u;
        if (other != unit && unit_get_dim(other) == unit_get_dim(unit) &&
            unit_get_code(other).len) {
            json_separate(out);
            json_add_foreign_string(out, unit_get_code(other));
        }
    }
    json_add_literal(out, "]");
}

/* A bound as a text: the page shows it and calculates nothing. */
static void add_bound(StrBuf *out, const char *key, const FieldInfo *field, int64_t bound)
{
    ValueType type = say_get_field_type(field);
    StrBuf words = { .arena = out->arena };
    type.unit = UNIT_NONE;
    say_value(&words, NULL, type, (Reg){ .lo = bound, .hi = bound }, NULL);
    add_text(out, key, buf_get(&words));
}

static bool is_number(const FieldInfo *field)
{
    return field->role != FIELD_KEY && field->role != FIELD_TEXT &&
           (field->type == REG_INT || field->type == REG_DEC);
}

static void add_field(StrBuf *out, const Program *program, const FieldInfo *field)
{
    json_separate(out);
    json_add_literal(out, "{");
    add_text(out, "path", field->path);
    add_words(out, "label", field->label, field->path);
    add_text(out, "type", get_type(field));
    if (field->role != FIELD_KEY && field->role != FIELD_TEXT && field->type == REG_ENUM) {
        add_values(out, &program->enums[field->enumeration]);
    }
    if (is_number(field) && field->unit != UNIT_NONE) {
        add_units(out, field->unit);
    }
    if (is_number(field) && field->lo != INT64_MIN) {
        add_bound(out, "low", field, field->lo);
    }
    if (is_number(field) && field->hi != INT64_MAX) {
        add_bound(out, "high", field, field->hi);
    }
    json_add_literal(out, "}");
}

/* ---- lists ---- */

static void add_list(StrBuf *out, const Program *program, const ListInfo *list)
{
    json_separate(out);
    json_add_literal(out, "{");
    add_text(out, "path", list->path);
    add_words(out, "label", list->label, list->path);
    add_text(out, "type", STR("list"));
    add_text(out, "element", list->element);
    buf_add_format(out, ",\"least\":%d,\"most\":%d,\"fields\":[", (int)list->least,
                   (int)list->most);
    for (uint16_t i = 0; i < list->field_count; i++) {
        add_field(out, program, &program->fields[list->first_field + i]);
    }
    json_add_literal(out, "]}");
}

static bool is_asked(const FieldInfo *field)
{
    return field->list == NO_INDEX && field->role != FIELD_GAP && field->role != FIELD_AS_OF;
}

/* A list stands where its elements' fields stand among all fields. */
static void add_fields(StrBuf *out, const Program *program)
{
    uint16_t list = 0;
    for (uint32_t i = 0; i <= program->field_count; i++) {
        while (list < program->list_count &&
               (i == program->field_count || program->lists[list].first_field <= i)) {
            add_list(out, program, &program->lists[list++]);
        }
        if (i < program->field_count && is_asked(&program->fields[i])) {
            add_field(out, program, &program->fields[i]);
        }
    }
}

static void add_policies(StrBuf *out, const Program *program)
{
    for (uint32_t i = 0; i < program->field_count; i++) {
        if (program->fields[i].role == FIELD_GAP && program->fields[i].policy) {
            add_field(out, program, &program->fields[i]);
        }
    }
}

void schema_json_add(StrBuf *out, const Program *program)
{
    json_add_literal(out, "{");
    add_text(out, "name", program->name);
    add_text(out, "version", program->version);
    add_text(out, "title", program->title);
    add_text(out, "issued_by", program->issued_by);
    add_text(out, "review_by", program->review_by);
    json_add_key(out, "hash");
    json_add_literal(out, "\"");
    plan_add_hash(out, program->hash);
    json_add_literal(out, "\"");
    json_add_key(out, "needs_date");
    buf_add_c(out, program->reads_date ? "true" : "false");
    json_add_key(out, "fields");
    json_add_literal(out, "[");
    add_fields(out, program);
    json_add_literal(out, "],\"policies\":[");
    add_policies(out, program);
    json_add_literal(out, "]}");
}

/* ---- records ---- */

static void add_fact(StrBuf *out, const Program *program, const Record *record, FactRef fact)
{
    StrBuf path = { .arena = out->arena }, words = { .arena = out->arena };
    fact_print_path(&path, program, fact);
    say_fact_value(&words, program, record, fact, false);
    json_separate(out);
    json_add_foreign_string(out, buf_get(&path));
    json_add_literal(out, ":");
    json_add_foreign_string(out, buf_get(&words));
}

static bool is_known(const Record *record, const Program *program, uint16_t field, uint16_t element)
{
    const FieldInfo *info = &program->fields[field];
    return info->used && info->role != FIELD_GAP && info->role != FIELD_AS_OF &&
           info->role != FIELD_KEY && info->role != FIELD_TEXT &&
           !fact_is_missing(record_get_state(record, program, field, element));
}

static void add_elements(StrBuf *out, const Program *program, const Record *record, uint16_t list)
{
    const ListInfo *info = &program->lists[list];
    uint16_t count = info->used ? record->lists[list].count : 0;
    for (uint16_t element = 0; element < count; element++) {
        for (uint16_t i = 0; i < info->field_count; i++) {
            uint16_t field = (uint16_t)(info->first_field + i);
            if (is_known(record, program, field, element)) {
                FactRef fact = { .field = field, .list = list, .element = element };
                add_fact(out, program, record, fact);
            }
        }
    }
}

void record_json_add(StrBuf *out, const Program *program, const Record *record)
{
    json_add_literal(out, "{");
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (field->list == NO_INDEX && is_known(record, program, (uint16_t)i, NO_INDEX)) {
            FactRef fact = { .field = (uint16_t)i, .list = NO_INDEX, .element = NO_INDEX };
            add_fact(out, program, record, fact);
        }
    }
    for (uint16_t i = 0; i < program->list_count; i++) {
        add_elements(out, program, record, i);
    }
    json_add_literal(out, "}");
}
