/* resolve_type.c - written types to types: enumerations, quantities, lists, ranges, and the clauses
 * of fields. */
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"
#include "lang/parse/units.h"
#include "runtime/base/limits.h"

typedef struct Simple {
    const char *name;
    TypeKind kind;
} Simple;
static const Simple simple_types[] = {
    { "yes_no", TY_YES_NO }, { "integer", TY_INTEGER }, { "decimal", TY_DECIMAL },
    { "real", TY_REAL },     { "date", TY_DATE },       { "text", TY_TEXT },
    { "key", TY_KEY },
};

/* ---- enumerations ---- */

static bool is_reserved_value(Str value)
{
    return str_equal(value, STR("missing")) || str_equal(value, STR("known"));
}

void resolve_enum(Names *names, const AstEnum *enumeration)
{
    if (enumeration->values.count > LIMIT_ENUM_VALUES) {
        diagnose_too_many_values(names->diags, enumeration->values.items[LIMIT_ENUM_VALUES].span,
                                 enumeration->values.count);
    }
    /* One message for too many, and none about those that are too many. */
    for (uint32_t i = 0; i < enumeration->values.count && i <= LIMIT_ENUM_VALUES; i++) {
        Name value = enumeration->values.items[i];
        uint16_t first = names_find_value(enumeration, value.text);
        if (first < i) {
            diagnose_duplicate(names->diags, value.span, "value", value.text,
                               enumeration->values.items[first].span);
        }
        if (is_reserved_value(value.text)) {
            diagnose_reserved_value(names->diags, value.span, value.text);
        }
    }
}

static AstEnum *make_enum_in_place(Names *names, const AstTypeRef *ref)
{
    AstEnum *enumeration = ARENA_NEW(names->arena, AstEnum);
    Label none = { .text = STR_NONE };
    enumeration->values = ref->values;
    enumeration->span = ref->span;
    for (uint32_t i = 0; i < ref->values.count; i++) {
        vec_add(names->arena, &enumeration->labels, none);
        vec_add(names->arena, &enumeration->codes, none);
    }
    vec_add(names->arena, &names->ast->enums, enumeration);
    resolve_enum(names, enumeration);
    return enumeration;
}

/* ---- quantities ---- */

UnitId resolve_unit(Names *names, Name unit)
{
    UnitId id = unit_find(unit.text);
    if (id == UNIT_NONE) {
        diagnose_unknown_unit(names->diags, unit.span, unit.text,
                              unit_suggest(names->arena, unit.text));
    }
    return id;
}

static Type make_error(void)
{
    return (Type){ .kind = TY_ERROR };
}

/* `decimal in cm` is the dimension of the unit; `length in cm` also says its name. */
static Type resolve_quantity(Names *names, const AstTypeRef *ref, bool plain_decimal)
{
    UnitId unit = resolve_unit(names, ref->unit);
    if (unit == UNIT_NONE) {
        return make_error();
    }
    DimId dim = unit_get_dim(unit);
    if (!plain_decimal && !dim_accepts(ref->name.text, dim)) {
        diagnose_unit_of_other_dimension(names->diags, ref->unit.span, ref->unit.text,
                                         dim_get_name(dim), ref->name.text);
        return make_error();
    }
    return (Type){ .kind = TY_DECIMAL, .dim = dim, .unit = unit };
}

/* The type of a quantity in the unit as written; STR_NONE if there is no such unit. */
static Str name_quantity(const Names *names, const AstTypeRef *ref)
{
    UnitId unit = ref->unit.text.len ? unit_find(ref->unit.text) : UNIT_NONE;
    return unit == UNIT_NONE ? STR_NONE
                             : str_format(names->arena, "%S in %S",
                                          dim_get_name(unit_get_dim(unit)), ref->unit.text);
}

static Type resolve_simple(Names *names, const AstTypeRef *ref, TypeKind kind)
{
    if (!ref->unit.text.len) {
        return (Type){ .kind = kind };
    }
    if (kind == TY_DECIMAL) {
        return resolve_quantity(names, ref, true);
    }
    diagnose_unit_on_type(names->diags, ref->unit.span, ref->name.text, name_quantity(names, ref));
    return make_error();
}

static Type resolve_dimension(Names *names, const AstTypeRef *ref, DimId dim)
{
    if (ref->unit.text.len) {
        return resolve_quantity(names, ref, false);
    }
    UnitId percent = unit_find(STR("%"));
    if (dim == unit_get_dim(percent)) {
        return (Type){ .kind = TY_DECIMAL, .dim = dim, .unit = percent };
    }
    diagnose_type_without_unit(names->diags, ref->name.span, ref->name.text,
                               unit_get_code(dim_get_base(dim)));
    return make_error();
}

/* ---- named types ---- */

static Str suggest_type(Names *names, Str wrong)
{
    Str best = names_suggest(names, &names->types, wrong);
    unsigned least = best.ptr ? str_distance(wrong, best, 9) : 3;
    for (size_t i = 0; i < sizeof simple_types / sizeof simple_types[0]; i++) {
        Str name = str_from_c(simple_types[i].name);
        unsigned distance = str_distance(wrong, name, least);
        if (distance < least) {
            least = distance;
            best = name;
        }
    }
    for (unsigned dim = 1; dim < dim_get_count(); dim++) {
        unsigned distance = str_distance(wrong, dim_get_name((DimId)dim), least);
        if (distance < least) {
            least = distance;
            best = dim_get_name((DimId)dim);
        }
    }
    return best;
}

static Type resolve_named(Names *names, const AstTypeRef *ref)
{
    for (size_t i = 0; i < sizeof simple_types / sizeof simple_types[0]; i++) {
        if (str_equal(ref->name.text, str_from_c(simple_types[i].name))) {
            return resolve_simple(names, ref, simple_types[i].kind);
        }
    }
    const Symbol *symbol = names_find(&names->types, ref->name.text);
    if (symbol && symbol->kind == SYM_ENUM) {
        if (ref->unit.text.len) {
            diagnose_unit_on_type(names->diags, ref->unit.span, ref->name.text,
                                  name_quantity(names, ref));
        }
        return (Type){ .kind = TY_ENUM, .enumeration = symbol->node };
    }
    DimId dim = dim_find(ref->name.text);
    if (dim != DIM_NONE) {
        return resolve_dimension(names, ref, dim);
    }
    if (symbol) {
        diagnose_record_as_type(names->diags, ref->name.span, ref->name.text);
    } else {
        diagnose_unknown_type(names->diags, ref->name.span, ref->name.text,
                              suggest_type(names, ref->name.text), name_quantity(names, ref));
    }
    return make_error();
}

static Type resolve_list(Names *names, AstTypeRef *ref)
{
    const Symbol *symbol = names_find(&names->types, ref->record.text);
    if (!symbol || symbol->kind != SYM_RECORD) {
        diagnose_unknown_record(names->diags, ref->record.span, ref->record.text,
                                names_suggest(names, &names->types, ref->record.text));
        return make_error();
    }
    if (!ref->range_lo) {
        diagnose_list_without_bound(names->diags, ref->span);
    }
    return (Type){ .kind = TY_LIST, .record = symbol->node };
}

/* ---- ranges ---- */

bool resolve_fits(Names *names, const Expr *literal, Rat value, const Type *type)
{
    Dec floor;
    bool exact;
    if (rat_floor_dec(value, &floor, &exact)) {
        return true;
    }
    if (type->unit == UNIT_NONE) {
        diagnose_number_too_large(names->diags, literal->span);
    } else {
        StrBuf text = { .arena = names->arena };
        rat_print(&text, value);
        diagnose_number_beyond_unit(names->diags, literal->span, STR_NONE, buf_get(&text),
                                    unit_get_code(type->unit));
    }
    return false;
}

bool resolve_literal(Names *names, Expr *literal, const Type *type, int64_t *grid, bool upper)
{
    Rat value = literal->value.number;
    Dec dec = 0;
    if (literal->kind == EX_ERROR || type->kind == TY_ERROR) {
        return false;
    }
    if (type->kind == TY_DATE && literal->kind == EX_DATE) {
        *grid = upper ? literal->value.day_hi : literal->value.day_lo;
        return true;
    }
    if (type->kind == TY_INTEGER && literal->kind == EX_NUMBER && literal->is_integer) {
        return rat_to_int(value, grid);
    }
    if (type->kind != TY_DECIMAL || literal->kind != EX_NUMBER) {
        diagnose_bound_of_other_type(names->diags, literal->span,
                                     resolve_describe(names->arena, type));
        return false;
    }
    UnitId unit = literal->unit.text.len ? resolve_unit(names, literal->unit) : UNIT_NONE;
    if (literal->unit.text.len && unit == UNIT_NONE) {
        return false;
    }
    if ((unit == UNIT_NONE ? DIM_NONE : unit_get_dim(unit)) != type->dim) {
        if (unit == UNIT_NONE) {
            diagnose_missing_unit(names->diags, literal->span, literal->name.text,
                                  unit_get_code(type->unit));
        } else {
            diagnose_bound_of_other_type(names->diags, literal->span,
                                         resolve_describe(names->arena, type));
        }
        return false;
    }
    if (unit != UNIT_NONE) {
        unit_convert(value, unit, type->unit, &value);
    }
    if (!resolve_fits(names, literal, value, type)) {
        return false;
    }
    if (!rat_to_dec(value, &dec)) {
        diagnose_bound_not_exact(names->diags, literal->span, unit_get_code(type->unit));
        return false;
    }
    *grid = dec;
    return true;
}

static void resolve_range(Names *names, AstTypeRef *ref)
{
    Type type = ref->type.kind == TY_LIST ? (Type){ .kind = TY_INTEGER } : ref->type;
    int64_t lo = 0, hi = 0;
    if (!ref->range_lo) {
        return;
    }
    if (!resolve_literal(names, ref->range_lo, &type, &lo, false)) {
        return;
    }
    if (!resolve_literal(names, ref->range_hi, &type, &hi, true)) {
        return;
    }
    if (lo > hi) {
        diagnose_range_reversed(names->diags, span_join(ref->range_lo->span, ref->range_hi->span));
        return;
    }
    ref->lo = lo;
    ref->hi = hi;
    if (ref->type.kind == TY_LIST && (lo < 0 || hi > LIMIT_LIST_BOUND)) {
        diagnose_list_bound(names->diags, span_join(ref->range_lo->span, ref->range_hi->span));
    }
}

void resolve_type(Names *names, AstTypeRef *ref)
{
    if (ref->values.count) {
        ref->type = (Type){ .kind = TY_ENUM, .enumeration = make_enum_in_place(names, ref) };
    } else if (ref->record.text.len) {
        ref->type = resolve_list(names, ref);
    } else {
        ref->type = resolve_named(names, ref);
    }
    resolve_range(names, ref);
}

/* ---- fields ---- */

static AstField *find_patient_field(Names *names, Name name)
{
    const Symbol *symbol = names_find(&names->values, name.text);
    if (symbol && symbol->kind == SYM_FIELD) {
        return symbol->node;
    }
    diagnose_unknown_field(names->diags, name.span, name.text,
                           names_suggest(names, &names->values, name.text));
    return NULL;
}

static void resolve_complete(Names *names, AstField *list)
{
    AstField *field = find_patient_field(names, list->complete_field);
    list->complete_ref = field;
    if (!field) {
        return;
    }
    Type type = field->type_ref.type;
    uint16_t index = NO_VALUE;
    if (type.kind == TY_YES_NO && str_equal(list->complete_value.text, STR("no"))) {
        index = 0;
    }
    if (type.kind == TY_YES_NO && str_equal(list->complete_value.text, STR("yes"))) {
        index = 1;
    }
    if (type.kind == TY_ENUM) {
        index = names_find_value(type.enumeration, list->complete_value.text);
    }
    if (index == NO_VALUE && type.kind != TY_ERROR) {
        diagnose_not_a_value(names->diags, list->complete_value.span, list->complete_value.text,
                             resolve_describe(names->arena, &type), STR_NONE);
    }
    if (list->complete_negated && type.kind == TY_YES_NO && index != NO_VALUE) {
        index = !index; /* `is not yes` of two values is `is no` */
        list->complete_negated = false;
    }
    if (list->complete_negated && type.kind == TY_ENUM) {
        diagnose_complete_value(names->diags, list->complete_value.span);
    }
    list->complete_index = index;
}

static void resolve_counted(Names *names, AstField *list)
{
    AstField *field = find_patient_field(names, list->counted_by);
    list->counted_ref = field;
    if (field && field->type_ref.type.kind != TY_INTEGER && field->type_ref.type.kind != TY_ERROR) {
        diagnose_clause_type(names->diags, list->counted_by.span, list->counted_by.text,
                             STR("an integer"));
    }
}

static void resolve_largest(Names *names, AstField *list)
{
    const AstRecord *record = list->type_ref.type.record;
    AstField *of = names_find_field(record, list->largest_by.text);
    AstField *field = find_patient_field(names, list->largest_field);
    list->largest_field_ref = of;
    list->largest_ref = field;
    if (!of) {
        diagnose_unknown_element_field(names->diags, list->largest_by.span, list->largest_by.text,
                                       record->name.text,
                                       names_suggest_field(names, record, list->largest_by.text));
    }
    if (!of || !field) {
        return;
    }
    Type a = of->type_ref.type, b = field->type_ref.type;
    if (a.kind == TY_ERROR || b.kind == TY_ERROR) {
        return;
    }
    bool number = a.kind == TY_DECIMAL || a.kind == TY_INTEGER;
    /* of one unit, too: engines compare the two as they are kept */
    if (!number || a.kind != b.kind || a.dim != b.dim || a.unit != b.unit) {
        diagnose_clause_type(names->diags, list->largest_field.span, list->largest_field.text,
                             resolve_describe(names->arena, &a));
    }
}

/* AstField.largest_field is the patient's field (`= F`), largest_by the element's. */
static void resolve_list_clauses(Names *names, AstField *field)
{
    bool clauses =
        field->complete_field.text.len || field->counted_by.text.len || field->largest_by.text.len;
    if (field->type_ref.type.kind != TY_LIST) {
        if (clauses && field->type_ref.type.kind != TY_ERROR) {
            diagnose_list_clause(names->diags, field->path.span, field->path.text);
        }
        return;
    }
    if (field->complete_field.text.len) {
        resolve_complete(names, field);
    }
    if (field->counted_by.text.len) {
        resolve_counted(names, field);
    }
    if (field->largest_by.text.len) {
        resolve_largest(names, field);
    }
}

static void resolve_error(Names *names, AstField *field)
{
    Type type = field->type_ref.type;
    if (!field->has_error || type.kind == TY_ERROR) {
        return;
    }
    if (type.kind != TY_DECIMAL && type.kind != TY_INTEGER) {
        diagnose_error_on_type(names->diags, field->error->span);
        return;
    }
    if (resolve_literal(names, field->error, &type, &field->error_grid, true) &&
        field->error_grid < 0) {
        diagnose_error_on_type(names->diags, field->error->span);
    }
}

void resolve_fields(Names *names)
{
    Ast *ast = names->ast;
    for (uint32_t i = 0; i < ast->records.count; i++) {
        for (uint32_t j = 0; j < ast->records.items[i]->fields.count; j++) {
            AstField *field = ast->records.items[i]->fields.items[j];
            resolve_type(names, &field->type_ref);
            resolve_error(names, field);
            if (field->type_ref.type.kind == TY_LIST) {
                diagnose_list_in_record(names->diags, field->path.span, field->path.text);
                field->type_ref.type = make_error();
            }
        }
    }
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        resolve_type(names, &ast->patient.items[i]->type_ref);
        resolve_error(names, ast->patient.items[i]);
    }
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        AstField *list = ast->patient.items[i];
        resolve_list_clauses(names, list);
        if (list->type_ref.type.kind != TY_LIST) {
            continue;
        }
        AstRecord *record = list->type_ref.type.record;
        AstField *first = names_find_list(names, record);
        if (first != list) {
            diagnose_two_lists(names->diags, list->path.span, record->name.text, first->path.span);
        } else {
            for (uint32_t j = 0; j < record->fields.count; j++) {
                record->fields.items[j]->list = list;
            }
        }
    }
}
