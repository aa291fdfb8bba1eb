/* resolve_name.c - what one name stands for where it stands: a value of the enumeration beside it,
 * a parameter, a field of the element, something of the program. */
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_walk.h"

/* ---- hints: which enumeration a thing is of, as far as declarations say ---- */

AstField *resolve_find_loop_field(const Walk *walk, Str name)
{
    for (unsigned i = walk->depth; i-- > 0;) {
        AstField *field = names_find_field(walk->lists[i]->type_ref.type.record, name);
        if (field) {
            return field;
        }
    }
    return NULL;
}

/* `lesion.size` inside a loop over lesions: the field, spelt out. */
AstField *resolve_find_spelt_field(const Walk *walk, Str path, bool *known_record)
{
    *known_record = false;
    for (unsigned i = walk->depth; i-- > 0;) {
        const AstRecord *record = walk->lists[i]->type_ref.type.record;
        Str name = record->name.text;
        if (path.len <= name.len || !str_starts_with(path, name) || path.ptr[name.len] != '.') {
            continue;
        }
        *known_record = true;
        return names_find_field(record, (Str){ path.ptr + name.len + 1, path.len - name.len - 1 });
    }
    return NULL;
}

AstParameter *resolve_find_parameter(const Walk *walk, Str name)
{
    for (uint32_t i = 0; walk->rule && i < walk->rule->parameters.count; i++) {
        if (str_equal(walk->rule->parameters.items[i]->name.text, name)) {
            return walk->rule->parameters.items[i];
        }
    }
    return NULL;
}

Str resolve_strip_patient(Str path)
{
    Str prefix = STR("patient.");
    return str_starts_with(path, prefix) ? (Str){ path.ptr + prefix.len, path.len - prefix.len }
                                         : path;
}

static Type find_type_of_name(const Walk *walk, Str name)
{
    bool spelt = false;
    AstParameter *parameter = resolve_find_parameter(walk, name);
    if (parameter) {
        return parameter->type_ref.type;
    }
    AstField *field = resolve_find_loop_field(walk, name);
    if (!field) {
        field = resolve_find_spelt_field(walk, name, &spelt);
    }
    if (field) {
        return field->type_ref.type;
    }
    const Symbol *symbol = names_find(&walk->names->values, resolve_strip_patient(name));
    return symbol ? names_get_type(symbol) : (Type){ .kind = TY_ERROR };
}

const AstEnum *resolve_find_enum(const Walk *walk, const Expr *expr)
{
    Type type = { .kind = TY_ERROR };
    if (expr->kind == EX_ELSE) {
        return resolve_find_enum(walk, expr->args[0]);
    }
    if (expr->kind == EX_NAME || expr->kind == EX_CALL) {
        type = find_type_of_name(walk, expr->name.text);
    } else if (expr->kind == EX_FIELD) {
        type = expr->field->type_ref.type;
    } else if (expr->kind == EX_GAP) {
        type = expr->gap->type_ref.type;
    } else if (expr->kind == EX_PARAMETER) {
        type = expr->parameter->type_ref.type;
    } else if (expr->kind == EX_RULE) {
        type = expr->rule->results.items[expr->value.index].type_ref.type;
    } else if (expr->kind == EX_LATEST && expr->args[3]->kind == EX_FIELD) {
        type = expr->args[3]->field->type_ref.type;
    }
    return type.kind == TY_ENUM ? type.enumeration : NULL;
}

/* ---- one name ---- */

void resolve_make_value(Expr *expr, const AstEnum *enumeration, uint16_t index)
{
    expr->kind = EX_VALUE;
    expr->value.index = index;
    expr->type = (Type){ .kind = TY_ENUM, .enumeration = (AstEnum *)enumeration };
}

void resolve_make_error(Expr *expr)
{
    expr->kind = EX_ERROR;
    expr->arg_count = 0;
}

static bool is_open_list(const Walk *walk, const AstField *list)
{
    for (unsigned i = 0; i < walk->depth; i++) {
        if (walk->lists[i] == list) {
            return true;
        }
    }
    return false;
}

/* A rule for each element is read inside a loop over that list only. */
bool resolve_element_rule(Walk *walk, Expr *expr, AstRule *rule)
{
    if (!rule->list_name.text.len) {
        return true;
    }
    if (rule->list && is_open_list(walk, rule->list)) {
        expr->element = true;
        return true;
    }
    if (rule->list) {
        diagnose_element_rule_outside(walk->names->diags, expr->span, rule->name.text,
                                      rule->list->type_ref.type.record->name.text,
                                      rule->list->path.text, rule->name.span);
    }
    resolve_make_error(expr);
    return false;
}

void resolve_element_field(Walk *walk, Expr *expr, AstField *field, bool spelt)
{
    const Symbol *hidden = spelt ? NULL : names_find(&walk->names->values, field->path.text);
    if (hidden) {
        diagnose_hidden_name(walk->names->diags, expr->span, field->path.text,
                             field->owner->name.text, hidden->name.span, hidden->kind == SYM_FIELD);
        resolve_make_error(expr);
        return;
    }
    expr->kind = EX_FIELD;
    expr->field = field;
    expr->element = true;
    field->read = true;
}

static void make_symbol(Walk *walk, Expr *expr, const Symbol *symbol)
{
    switch (symbol->kind) {
    case SYM_FIELD:
        expr->field = symbol->node;
        expr->kind = expr->field->type_ref.type.kind == TY_LIST ? EX_LIST : EX_FIELD;
        expr->field->read = true;
        break;
    case SYM_GAP:
        expr->kind = EX_GAP;
        expr->gap = symbol->node;
        break;
    case SYM_RULE:
        expr->kind = EX_RULE;
        expr->rule = symbol->node;
        expr->value.index = symbol->result;
        resolve_element_rule(walk, expr, expr->rule);
        break;
    default:
        diagnose_function_without_call(walk->names->diags, expr->span, symbol->name.text);
        resolve_make_error(expr);
    }
}

/* `lesions.count`, and `lesions.size` where one value is wanted. */
static bool take_list_path(Walk *walk, Expr *expr)
{
    Name list, field;
    const Symbol *symbol = NULL;
    Str path = resolve_strip_patient(expr->name.text);
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') {
        dot--;
    }
    if (dot == 0) {
        return false;
    }
    list.text = (Str){ path.ptr, dot - 1 };
    field.text = (Str){ path.ptr + dot, path.len - dot };
    symbol = names_find(&walk->names->values, list.text);
    if (!symbol || symbol->kind != SYM_FIELD) {
        return false;
    }
    AstField *of = symbol->node;
    if (of->type_ref.type.kind == TY_ERROR) {
        resolve_make_error(expr);
        return true;
    }
    if (of->type_ref.type.kind != TY_LIST) {
        return false;
    }
    AstRecord *record = of->type_ref.type.record;
    if (str_equal(field.text, STR("count"))) {
        Expr *base = ARENA_NEW(walk->names->arena, Expr);
        *base = *expr;
        base->name.text = list.text;
        base->kind = EX_LIST;
        base->field = of;
        of->read = true;
        expr->kind = EX_COUNT;
        expr->args = ARENA_ARRAY(walk->names->arena, Expr *, 2);
        expr->args[0] = base;
        expr->arg_count = 2;
        return true;
    }
    if (names_find_field(record, field.text)) {
        diagnose_list_value_as_scalar(walk->names->diags, expr->span, path, record->name.text,
                                      list.text, field.text);
    } else {
        diagnose_unknown_element_field(walk->names->diags, expr->span, field.text,
                                       record->name.text,
                                       names_suggest_field(walk->names, record, field.text));
    }
    resolve_make_error(expr);
    return true;
}

/* A field of some record, outside every loop over its list. */
static AstField *find_field_elsewhere(const Walk *walk, Str name)
{
    const Ast *ast = walk->names->ast;
    for (uint32_t i = 0; i < ast->records.count; i++) {
        const AstRecord *record = ast->records.items[i];
        Str short_name = name, prefix = record->name.text;
        if (name.len > prefix.len && str_starts_with(name, prefix) && name.ptr[prefix.len] == '.') {
            short_name = (Str){ name.ptr + prefix.len + 1, name.len - prefix.len - 1 };
        }
        AstField *field = names_find_field(record, short_name);
        if (field && field->list) {
            return field;
        }
    }
    return NULL;
}

/* The enumeration that has such a value, for a message. */
static const Name *find_value_elsewhere(const Walk *walk, Str name)
{
    const Ast *ast = walk->names->ast;
    for (uint32_t i = 0; i < ast->enums.count; i++) {
        uint16_t index = names_find_value(ast->enums.items[i], name);
        if (index != NO_VALUE) {
            return &ast->enums.items[i]->values.items[index];
        }
    }
    return NULL;
}

static Str suggest_name(Walk *walk, Str wrong)
{
    for (unsigned i = walk->depth; i-- > 0;) {
        Str name = names_suggest_field(walk->names, walk->lists[i]->type_ref.type.record, wrong);
        if (name.ptr) {
            return name;
        }
    }
    return names_suggest(walk->names, &walk->names->values, wrong);
}

static void report_unknown(Walk *walk, Expr *expr, const AstEnum *expected)
{
    Names *names = walk->names;
    Str name = expr->name.text;
    AstField *elsewhere = find_field_elsewhere(walk, name);
    const Symbol *advice = names_find(&names->advice, name),
                 *caution = names_find(&names->cautions, name);
    const Name *value = find_value_elsewhere(walk, name);
    bool without_list = walk->rule && walk->rule->list_name.text.len && !walk->rule->list;
    bool habit = walk->rule && walk->rule->broken && str_equal(name, STR("if"));
    if (without_list || habit) {
        resolve_make_error(expr); /* the record, or the sentence, had its message */
        return;
    }
    if (expected) {
        Type type = { .kind = TY_ENUM, .enumeration = (AstEnum *)expected };
        diagnose_not_a_value(names->diags, expr->span, name, resolve_describe(names->arena, &type),
                             names_suggest_value(names, expected, name));
    } else if (elsewhere) {
        diagnose_element_field_outside(names->diags, expr->span, name, elsewhere->owner->name.text,
                                       elsewhere->list->path.text, elsewhere->path.span);
    } else if (advice) {
        diagnose_advice_as_value(names->diags, expr->span, name, advice->name.span);
    } else if (caution) {
        diagnose_caution_as_value(names->diags, expr->span, name, caution->name.span);
    } else if (value) {
        diagnose_value_alone(names->diags, expr->span, name, value->span);
    } else {
        diagnose_unknown_name(names->diags, expr->span, name, suggest_name(walk, name));
    }
    resolve_make_error(expr);
}

void resolve_name(Walk *walk, Expr *expr, const AstEnum *expected)
{
    Str name = expr->name.text;
    uint16_t index = expected ? names_find_value(expected, name) : NO_VALUE;
    if (index != NO_VALUE) {
        resolve_make_value(expr, expected, index);
        return;
    }
    AstParameter *parameter = resolve_find_parameter(walk, name);
    if (parameter) {
        expr->kind = EX_PARAMETER;
        expr->parameter = parameter;
        return;
    }
    bool spelt = false;
    AstField *field = resolve_find_loop_field(walk, name);
    if (field) {
        resolve_element_field(walk, expr, field, false);
        return;
    }
    field = resolve_find_spelt_field(walk, name, &spelt);
    if (field) {
        resolve_element_field(walk, expr, field, true);
        return;
    }
    const Symbol *symbol = names_find(&walk->names->values, resolve_strip_patient(name));
    if (symbol) {
        make_symbol(walk, expr, symbol);
    } else if (!take_list_path(walk, expr)) {
        report_unknown(walk, expr, expected);
    }
}

/* A name beside something that already had its message: no second one. */
bool resolve_is_beside_error(const Walk *walk, Expr *expr, const Expr *beside)
{
    TypeKind kind = beside->kind == EX_FIELD ? beside->field->type_ref.type.kind : TY_YES_NO;
    bool bad = beside->kind == EX_ERROR || kind == TY_TEXT || kind == TY_KEY || kind == TY_ERROR;
    if (!bad || expr->kind != EX_NAME) {
        return false;
    }
    if (names_find(&walk->names->values, resolve_strip_patient(expr->name.text)) ||
        resolve_find_loop_field(walk, expr->name.text)) {
        return false;
    }
    resolve_make_error(expr);
    return true;
}

/* A name beside something whose type is not declared: perhaps a value of it. check decides. */
bool resolve_may_be_value(const Walk *walk, const Expr *expr, const Expr *beside)
{
    bool untyped =
        beside->kind == EX_RULE && !beside->rule->results.items[beside->value.index].has_type;
    return untyped && expr->kind == EX_NAME && !names_find(&walk->names->values, expr->name.text) &&
           !resolve_find_loop_field(walk, expr->name.text);
}
