/* schema.c - the patient record as JSON Schema. Field paths become nested objects; a quantity is a
 * number in the declared unit, an object with value and unit, or text. Built with jansson, which
 * keeps the order of insertion. */
#include "compiler/tools/schema.h"
#include "compiler/tools/json_build.h"

static json_t *make_number(int64_t value, bool decimal)
{
    if (!decimal || value % DEC_ONE == 0) {
        return json_integer(decimal ? value / DEC_ONE : value);
    }
    return json_real((double)value / (double)DEC_ONE);
}

static json_t *describe_number(const FieldInfo *field)
{
    bool decimal = field->type == REG_DEC || field->type == REG_REAL;
    json_t *number = json_pack("{s:s}", "type", decimal ? "number" : "integer");
    if (field->lo != INT64_MIN) {
        json_object_set_new(number, "minimum", make_number(field->lo, decimal));
    }
    if (field->hi != INT64_MAX) {
        json_object_set_new(number, "maximum", make_number(field->hi, decimal));
    }
    return number;
}

/* Units that convert into the declared one. */
static json_t *list_units(UnitId unit)
{
    json_t *units = json_array();
    for (unsigned u = 1; u < unit_get_count(); u++) {
        if (unit_get_dim((UnitId)u) == unit_get_dim(unit) && unit_get_code((UnitId)u).len) {
            json_array_append_new(units, json_build_text(unit_get_code((UnitId)u)));
        }
    }
    return units;
}

static json_t *describe_quantity(const FieldInfo *field)
{
    json_t *with_unit =
        json_pack("{s:s, s:{s:{s:s}, s:{s:o}}, s:[s,s], s:b}", "type", "object", "properties",
                  "value", "type", "number", "unit", "enum", list_units(field->unit), "required",
                  "value", "unit", "additionalProperties", 0);
    json_t *as_text = json_pack("{s:s, s:s}", "type", "string", "pattern",
                                "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)? \\S+$");
    return json_pack("{s:[o,o,o]}", "anyOf", describe_number(field), with_unit, as_text);
}

static json_t *describe_enum(const EnumInfo *info)
{
    json_t *values = json_array();
    for (uint16_t i = 0; i < info->count; i++) {
        json_array_append_new(values, json_build_text(info->values[i]));
    }
    return json_pack("{s:o}", "enum", values);
}

static json_t *describe_type(const Program *program, const FieldInfo *field)
{
    if (field->role == FIELD_KEY || field->role == FIELD_TEXT) {
        return json_pack("{s:s}", "type", "string");
    }
    switch (field->type) {
    case REG_BOOL: return json_pack("{s:s}", "type", "boolean");
    case REG_ENUM: return describe_enum(&program->enums[field->enumeration]);
    case REG_DATE:
        return json_pack("{s:s, s:s}", "type", "string", "pattern",
                         "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
    default: return field->unit != UNIT_NONE ? describe_quantity(field) : describe_number(field);
    }
}

/* Every fact may be null: unknown. */
static json_t *describe_field(const Program *program, const FieldInfo *field)
{
    json_t *type = describe_type(program, field);
    json_t *schema = json_pack("{s:[o,{s:s}]}", "anyOf", type, "type", "null");
    if (field->label.len) {
        json_object_set_new(schema, "title", json_build_text(field->label));
    }
    if (field->unit != UNIT_NONE) {
        json_object_set_new(schema, "x-unit", json_build_text(unit_get_code(field->unit)));
    }
    if (field->code_count) {
        json_t *codes = json_array();
        for (uint16_t i = 0; i < field->code_count; i++) {
            json_array_append_new(codes, json_build_text(field->codes[i]));
        }
        json_object_set_new(schema, "x-codes", codes);
    }
    return schema;
}

static json_t *make_object(void)
{
    return json_pack("{s:s, s:{}, s:b}", "type", "object", "properties", "additionalProperties", 0);
}

/* The object in which the last name of a path stands; groups are made on the way. */
static json_t *find_group(Arena *arena, json_t *object, Str *path)
{
    for (;;) {
        size_t dot = 0;
        while (dot < path->len && path->ptr[dot] != '.') {
            dot++;
        }
        if (dot == path->len) {
            return json_object_get(object, "properties");
        }
        char *name = str_to_c(arena, (Str){ path->ptr, dot });
        json_t *properties = json_object_get(object, "properties"),
               *group = json_object_get(properties, name);
        if (!group) {
            group = make_object();
            json_object_set_new(properties, name, group);
        }
        object = group;
        *path = (Str){ path->ptr + dot + 1, path->len - dot - 1 };
    }
}

static void put(Arena *arena, json_t *object, Str path, json_t *schema)
{
    json_t *properties = find_group(arena, object, &path);
    json_object_set_new(properties, str_to_c(arena, path), schema);
}

static json_t *describe_list(Arena *arena, const Program *program, const ListInfo *list)
{
    json_t *element = make_object();
    for (uint16_t i = 0; i < list->field_count; i++) {
        const FieldInfo *field = &program->fields[list->first_field + i];
        put(arena, element, field->path, describe_field(program, field));
    }
    json_t *array = json_pack("{s:s, s:i, s:i, s:o}", "type", "array", "minItems", list->least,
                              "maxItems", list->most, "items", element);
    if (list->label.len) {
        json_object_set_new(array, "title", json_build_text(list->label));
    }
    return json_pack("{s:[o,{s:s}]}", "anyOf", array, "type", "null");
}

void schema_print(StrBuf *out, const Program *program)
{
    Arena *arena = out->arena;
    json_t *root =
        json_pack("{s:s, s:s}", "$schema", "https://json-schema.org/draft/2020-12/schema", "title",
                  str_to_c(arena, str_format(arena, "Patient record of %S %S", program->name,
                                             program->version)));
    json_t *object = make_object();
    json_object_update(root, object);
    json_decref(object);
    uint16_t next_list = 0;
    for (uint16_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        while (next_list < program->list_count && program->lists[next_list].first_field <= i) {
            const ListInfo *list = &program->lists[next_list++];
            put(arena, root, list->path, describe_list(arena, program, list));
        }
        if (field->list == NO_INDEX && field->role != FIELD_GAP && field->role != FIELD_AS_OF) {
            put(arena, root, field->path, describe_field(program, field));
        }
    }
    while (next_list < program->list_count) {
        const ListInfo *list = &program->lists[next_list++];
        put(arena, root, list->path, describe_list(arena, program, list));
    }
    json_build_print(out, root, JSON_INDENT(2));
}
