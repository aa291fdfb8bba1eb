/* build_decl.c - headers, imports, types and the schema. */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/limits.h"

static void note_declaration(Parse *parse, Span span)
{
    if (!parse->has_declaration) {
        parse->first_declaration = span;
    }
    parse->has_declaration = true;
}

void build_decl(Parse *parse, DeclKind kind, void *node, Span span)
{
    note_declaration(parse, span);
    vec_add(parse->arena, &parse->module->decls, ((AstDecl){ kind, node, span }));
    parse->rule = NULL;
    parse->statement = NULL;
    parse->gap = NULL;
    parse->test = NULL;
}

void build_missing_end(Parse *parse)
{
    Span here = { parse->file, parse->last_place.end, parse->last_place.end };
    diagnose_missing_end(parse->diags, parse->block_place, here);
}

void build_block_end(Parse *parse, bool ended, Span span)
{
    (void)span;
    if (!ended) {
        build_missing_end(parse);
    }
}

NameList *build_names(Parse *parse, NameList *list, Name name)
{
    if (!list) {
        list = ARENA_NEW(parse->arena, NameList);
    }
    vec_add(parse->arena, list, name);
    return list;
}

/* ---- header ---- */

void build_header(Parse *parse, bool guideline, Name name, Label version, Span span)
{
    AstModule *module = parse->module;
    if (module->name.text.len) {
        diagnose_header_twice(parse->diags, span, module->name.span);
    } else if (parse->has_declaration) {
        diagnose_header_late(parse->diags, span, parse->first_declaration);
    }
    parse->has_header = true;
    if (module->name.text.len) {
        return;
    }
    module->is_guideline = guideline;
    module->name = name;
    module->version = version;
    if (guideline && !version.text.ptr) {
        diagnose_version_missing(parse->diags, span);
    }
}

void build_source(Parse *parse, Name name, Label title)
{
    vec_add(parse->arena, &parse->module->sources, ((AstSource){ name, title }));
}

void build_strengths(Parse *parse, const NameList *names)
{
    for (uint32_t i = 0; i < names->count; i++) {
        vec_add(parse->arena, &parse->module->strengths, names->items[i]);
    }
}

void build_review(Parse *parse, Name date)
{
    build_date(parse, date); /* for its message if there is no such day */
    parse->module->review_by = (Label){ date.text, date.span };
}

void build_import(Parse *parse, Name path, Label version, Span span)
{
    note_declaration(parse, span);
    vec_add(parse->arena, &parse->module->imports,
            ((AstImport){ .path = path, .version = version, .span = span }));
}

/* ---- enumerations ---- */

static AstEnum *make_enum(Parse *parse, Name name, bool ordered, Span span)
{
    AstEnum *enumeration = ARENA_NEW(parse->arena, AstEnum);
    enumeration->name = name;
    enumeration->ordered = ordered;
    enumeration->span = span;
    parse->enumeration = enumeration;
    return enumeration;
}

void build_enum(Parse *parse, bool ordered, Name name, Span span)
{
    build_decl(parse, DECL_ENUM, make_enum(parse, name, ordered, span), span);
}

void build_enum_value(Parse *parse, Name value)
{
    AstEnum *enumeration = parse->enumeration;
    Label none = { .text = STR_NONE };
    vec_add(parse->arena, &enumeration->values, value);
    vec_add(parse->arena, &enumeration->labels, none);
    vec_add(parse->arena, &enumeration->codes, none);
}

void build_enum_label(Parse *parse, Label label)
{
    AstEnum *enumeration = parse->enumeration;
    enumeration->labels.items[enumeration->labels.count - 1] = label;
}

/* Several codes of one value are kept in one text: "snomed 123, loinc 4-5". */
void build_enum_code(Parse *parse, Name system, Label code)
{
    AstEnum *enumeration = parse->enumeration;
    Label *codes = &enumeration->codes.items[enumeration->codes.count - 1];
    if (codes->text.len) {
        codes->text = str_format(parse->arena, "%S, %S %S", codes->text, system.text, code.text);
    } else {
        *codes = (Label){ str_format(parse->arena, "%S %S", system.text, code.text), code.span };
    }
}

/* ---- records ---- */

void build_record(Parse *parse, Name name, Span span)
{
    AstRecord *record = ARENA_NEW(parse->arena, AstRecord);
    record->name = name;
    record->span = span;
    parse->record = record;
    parse->errors_before_record = parse->diags->errors;
    build_decl(parse, DECL_RECORD, record, span);
}

void build_record_end(Parse *parse, bool ended)
{
    const AstRecord *record = parse->record;
    bool broken = parse->diags->errors > parse->errors_before_record;
    if (!ended) {
        build_missing_end(parse);
    }
    if (record->name.text.len && !record->fields.count && !broken) {
        diagnose_record_without_fields(parse->diags, record->name.span, record->name.text);
    }
}

void build_patient(Parse *parse, Span span)
{
    AstRecord *record = ARENA_NEW(parse->arena, AstRecord);
    record->span = span;
    parse->record = record;
    build_decl(parse, DECL_PATIENT, record, span);
}

void build_field(Parse *parse, Name name, AstTypeRef *type, Span span)
{
    AstField *field = ARENA_NEW(parse->arena, AstField);
    field->path = name;
    field->type_ref = *type;
    field->span = span;
    parse->field = field;
    vec_add(parse->arena, &parse->record->fields, field);
}

void build_field_error(Parse *parse, Expr *error)
{
    parse->field->has_error = true;
    parse->field->error = error;
}

void build_field_cost(Parse *parse, Name cost)
{
    int64_t value = 0;
    if (number_parse_int(cost.text, &value) != NUMBER_OK || value > 1000000) {
        diagnose_bad_cost(parse->diags, cost.span);
    }
    parse->field->has_cost = true;
    parse->field->cost = (uint32_t)value;
}

void build_field_complete(Parse *parse, Name field, bool negated, const Expr *value)
{
    Name name = value->name;
    if (value->kind == EX_YES_NO) {
        name = (Name){ value->value.flag ? STR("yes") : STR("no"), value->span };
    } else if (value->kind != EX_NAME) {
        diagnose_complete_value(parse->diags, value->span);
        return;
    }
    parse->field->complete_field = field;
    parse->field->complete_value = name;
    parse->field->complete_negated = negated;
}

void build_field_largest(Parse *parse, Name by, Name field)
{
    parse->field->largest_by = by;
    parse->field->largest_field = field;
}

void build_field_code(Parse *parse, Name system, Label code)
{
    vec_add(parse->arena, &parse->field->codes, ((AstCode){ system, code }));
}

/* ---- types ---- */

static AstTypeRef *make_type(Parse *parse, Expr *lo, Expr *hi, Span span)
{
    AstTypeRef *type = ARENA_NEW(parse->arena, AstTypeRef);
    type->span = span;
    type->range_lo = lo;
    type->range_hi = hi;
    type->lo = INT64_MIN;
    type->hi = INT64_MAX;
    return type;
}

AstTypeRef *build_type(Parse *parse, Name name, const Name *unit, Expr *lo, Expr *hi, Span span)
{
    AstTypeRef *type = make_type(parse, lo, hi, span);
    type->name = name;
    if (unit) {
        type->unit = *unit;
    }
    return type;
}

AstTypeRef *build_type_values(Parse *parse, const NameList *values, Span span)
{
    AstTypeRef *type = make_type(parse, NULL, NULL, span);
    type->values = *values;
    return type;
}

AstTypeRef *build_type_list(Parse *parse, Name word, Name record, Expr *lo, Expr *hi, Span span)
{
    AstTypeRef *type = make_type(parse, lo, hi, span);
    type->name = word;
    type->record = record;
    return type;
}

AstTypeRef *build_score_type(Parse *parse, Expr *lo, Expr *hi, Span span)
{
    AstTypeRef *type = make_type(parse, lo, hi, span);
    type->name = (Name){ STR("integer"), span };
    return type;
}

ParameterList *build_parameters(Parse *parse, ParameterList *list, Name name, AstTypeRef *type)
{
    if (!list) {
        list = ARENA_NEW(parse->arena, ParameterList);
    }
    AstParameter *parameter = ARENA_NEW(parse->arena, AstParameter);
    parameter->name = name;
    parameter->type_ref = *type;
    parameter->index = list->count;
    vec_add(parse->arena, list, parameter);
    return list;
}
