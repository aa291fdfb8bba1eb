/* resolve_expr.c - the names in expressions. What a bare name means depends on where it stands: next to a thing of
 * an enumeration it is one of its values, inside a list word a field of the element, else something of the
 * program. A name that could only be a value of a define without a type stays EX_NAME for check. */
#include "lang/diagnose.h"
#include "lang/resolve_parts.h"
#include "runtime/base/limits.h"

typedef struct Walk {
    Names *names;
    AstRule *rule;                      /* NULL in a check or a single expression */
    AstField *lists[LIMIT_LOOP_DEPTH + 1];
    unsigned depth;
} Walk;

static void walk_expr(Walk *walk, Expr **slot, const AstEnum *expected);

/* ---- hints: which enumeration a thing is of, as far as declarations say ---- */

static AstField *find_loop_field(const Walk *walk, Str name)
{
    for (unsigned i = walk->depth; i-- > 0;) {
        AstField *field = names_find_field(walk->lists[i]->type_ref.type.record, name);
        if (field) return field;
    }
    return NULL;
}

/* `lesion.size` inside a loop over lesions: the field, spelt out. */
static AstField *find_spelt_field(const Walk *walk, Str path, bool *known_record)
{
    *known_record = false;
    for (unsigned i = walk->depth; i-- > 0;) {
        const AstRecord *record = walk->lists[i]->type_ref.type.record;
        Str name = record->name.text;
        if (path.len <= name.len || !str_starts_with(path, name) || path.ptr[name.len] != '.') continue;
        *known_record = true;
        return names_find_field(record, (Str){ path.ptr + name.len + 1, path.len - name.len - 1 });
    }
    return NULL;
}

static AstParameter *find_parameter(const Walk *walk, Str name)
{
    for (uint32_t i = 0; walk->rule && i < walk->rule->parameters.count; i++)
        if (str_equal(walk->rule->parameters.items[i]->name.text, name)) return walk->rule->parameters.items[i];
    return NULL;
}

static Str strip_patient(Str path)
{
    Str prefix = STR("patient.");
    return str_starts_with(path, prefix) ? (Str){ path.ptr + prefix.len, path.len - prefix.len } : path;
}

static Type find_type_of_name(const Walk *walk, Str name)
{
    bool spelt = false;
    AstParameter *parameter = find_parameter(walk, name);
    if (parameter) return parameter->type_ref.type;
    AstField *field = find_loop_field(walk, name);
    if (!field) field = find_spelt_field(walk, name, &spelt);
    if (field) return field->type_ref.type;
    const Symbol *symbol = names_find(&walk->names->values, strip_patient(name));
    return symbol ? names_get_type(symbol) : (Type){ .kind = TY_ERROR };
}

static const AstEnum *hint(const Walk *walk, const Expr *expr)
{
    Type type = { .kind = TY_ERROR };
    if (expr->kind == EX_ELSE) return hint(walk, expr->args[0]);
    if (expr->kind == EX_NAME || expr->kind == EX_CALL) type = find_type_of_name(walk, expr->name.text);
    else if (expr->kind == EX_FIELD) type = expr->field->type_ref.type;
    else if (expr->kind == EX_GAP) type = expr->gap->type_ref.type;
    else if (expr->kind == EX_PARAMETER) type = expr->parameter->type_ref.type;
    else if (expr->kind == EX_RULE) type = expr->rule->results.items[expr->value.index].type_ref.type;
    else if (expr->kind == EX_LATEST && expr->args[3]->kind == EX_FIELD) type = expr->args[3]->field->type_ref.type;
    return type.kind == TY_ENUM ? type.enumeration : NULL;
}

/* ---- one name ---- */

static void make_value(Expr *expr, const AstEnum *enumeration, uint16_t index)
{
    expr->kind = EX_VALUE;
    expr->value.index = index;
    expr->type = (Type){ .kind = TY_ENUM, .enumeration = (AstEnum *)enumeration };
}

static void make_error(Expr *expr)
{
    expr->kind = EX_ERROR;
    expr->arg_count = 0;
}

static bool is_open_list(const Walk *walk, const AstField *list)
{
    for (unsigned i = 0; i < walk->depth; i++)
        if (walk->lists[i] == list) return true;
    return false;
}

/* A rule for each element is read inside a loop over that list only. */
static bool bind_element_rule(Walk *walk, Expr *expr, AstRule *rule)
{
    if (!rule->list_name.text.len) return true;
    if (rule->list && is_open_list(walk, rule->list)) {
        expr->element = true;
        return true;
    }
    if (rule->list)
        diagnose_element_rule_outside(walk->names->diags, expr->span, rule->name.text, rule->list->type_ref.type.record->name.text,
                                      rule->list->path.text, rule->name.span);
    make_error(expr);
    return false;
}

static void make_element_field(Walk *walk, Expr *expr, AstField *field, bool spelt)
{
    const Symbol *hidden = spelt ? NULL : names_find(&walk->names->values, field->path.text);
    if (hidden) {
        diagnose_hidden_name(walk->names->diags, expr->span, field->path.text, field->owner->name.text, hidden->name.span,
                             hidden->kind == SYM_FIELD);
        make_error(expr);
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
        bind_element_rule(walk, expr, expr->rule);
        break;
    default:
        diagnose_function_without_call(walk->names->diags, expr->span, symbol->name.text);
        make_error(expr);
    }
}

/* `lesions.count`, and `lesions.size` where one value is wanted. */
static bool take_list_path(Walk *walk, Expr *expr)
{
    Name list, field;
    const Symbol *symbol = NULL;
    Str path = strip_patient(expr->name.text);
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') dot--;
    if (dot == 0) return false;
    list.text = (Str){ path.ptr, dot - 1 };
    field.text = (Str){ path.ptr + dot, path.len - dot };
    symbol = names_find(&walk->names->values, list.text);
    if (!symbol || symbol->kind != SYM_FIELD) return false;
    AstField *of = symbol->node;
    if (of->type_ref.type.kind == TY_ERROR) {
        make_error(expr);
        return true;
    }
    if (of->type_ref.type.kind != TY_LIST) return false;
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
    if (names_find_field(record, field.text))
        diagnose_list_value_as_scalar(walk->names->diags, expr->span, path, record->name.text, list.text, field.text);
    else
        diagnose_unknown_element_field(walk->names->diags, expr->span, field.text, record->name.text,
                                       names_suggest_field(walk->names, record, field.text));
    make_error(expr);
    return true;
}

/* A field of some record, outside every loop over its list. */
static AstField *find_field_elsewhere(const Walk *walk, Str name)
{
    const Ast *ast = walk->names->ast;
    for (uint32_t i = 0; i < ast->records.count; i++) {
        const AstRecord *record = ast->records.items[i];
        Str short_name = name, prefix = record->name.text;
        if (name.len > prefix.len && str_starts_with(name, prefix) && name.ptr[prefix.len] == '.')
            short_name = (Str){ name.ptr + prefix.len + 1, name.len - prefix.len - 1 };
        AstField *field = names_find_field(record, short_name);
        if (field && field->list) return field;
    }
    return NULL;
}

/* The enumeration that has such a value, for a message. */
static const Name *find_value_elsewhere(const Walk *walk, Str name)
{
    const Ast *ast = walk->names->ast;
    for (uint32_t i = 0; i < ast->enums.count; i++) {
        uint16_t index = names_find_value(ast->enums.items[i], name);
        if (index != NO_VALUE) return &ast->enums.items[i]->values.items[index];
    }
    return NULL;
}

static Str suggest_name(Walk *walk, Str wrong)
{
    for (unsigned i = walk->depth; i-- > 0;) {
        Str name = names_suggest_field(walk->names, walk->lists[i]->type_ref.type.record, wrong);
        if (name.ptr) return name;
    }
    return names_suggest(walk->names, &walk->names->values, wrong);
}

static void report_unknown(Walk *walk, Expr *expr, const AstEnum *expected)
{
    Names *names = walk->names;
    Str name = expr->name.text;
    AstField *elsewhere = find_field_elsewhere(walk, name);
    const Symbol *advice = names_find(&names->advice, name), *caution = names_find(&names->cautions, name);
    const Name *value = find_value_elsewhere(walk, name);
    bool without_list = walk->rule && walk->rule->list_name.text.len && !walk->rule->list;
    if (without_list) {
        make_error(expr);       /* the record had its message */
        return;
    }
    if (expected) {
        Type type = { .kind = TY_ENUM, .enumeration = (AstEnum *)expected };
        diagnose_not_a_value(names->diags, expr->span, name, resolve_describe(names->arena, &type),
                             names_suggest_value(names, expected, name));
    } else if (elsewhere) {
        diagnose_element_field_outside(names->diags, expr->span, name, elsewhere->owner->name.text, elsewhere->list->path.text,
                                       elsewhere->path.span);
    } else if (advice) {
        diagnose_advice_as_value(names->diags, expr->span, name, advice->name.span);
    } else if (caution) {
        diagnose_caution_as_value(names->diags, expr->span, name, caution->name.span);
    } else if (value) {
        diagnose_value_alone(names->diags, expr->span, name, value->span);
    } else {
        diagnose_unknown_name(names->diags, expr->span, name, suggest_name(walk, name));
    }
    make_error(expr);
}

static void walk_name(Walk *walk, Expr *expr, const AstEnum *expected)
{
    Str name = expr->name.text;
    uint16_t index = expected ? names_find_value(expected, name) : NO_VALUE;
    if (index != NO_VALUE) {
        make_value(expr, expected, index);
        return;
    }
    AstParameter *parameter = find_parameter(walk, name);
    if (parameter) {
        expr->kind = EX_PARAMETER;
        expr->parameter = parameter;
        return;
    }
    bool spelt = false;
    AstField *field = find_loop_field(walk, name);
    if (field) {
        make_element_field(walk, expr, field, false);
        return;
    }
    field = find_spelt_field(walk, name, &spelt);
    if (field) {
        make_element_field(walk, expr, field, true);
        return;
    }
    const Symbol *symbol = names_find(&walk->names->values, strip_patient(name));
    if (symbol) make_symbol(walk, expr, symbol);
    else if (!take_list_path(walk, expr)) report_unknown(walk, expr, expected);
}

/* A name beside something that already had its message: no second one. */
static bool beside_error(const Walk *walk, Expr *expr, const Expr *beside)
{
    TypeKind kind = beside->kind == EX_FIELD ? beside->field->type_ref.type.kind : TY_YES_NO;
    bool bad = beside->kind == EX_ERROR || kind == TY_TEXT || kind == TY_KEY || kind == TY_ERROR;
    if (!bad || expr->kind != EX_NAME) return false;
    if (names_find(&walk->names->values, strip_patient(expr->name.text)) || find_loop_field(walk, expr->name.text)) return false;
    make_error(expr);
    return true;
}

/* A name beside something whose type is not declared: perhaps a value of it. check decides. */
static bool may_be_value(const Walk *walk, const Expr *expr, const Expr *beside)
{
    bool untyped = beside->kind == EX_RULE && !beside->rule->results.items[beside->value.index].has_type;
    return untyped && expr->kind == EX_NAME && !names_find(&walk->names->values, expr->name.text) &&
           !find_loop_field(walk, expr->name.text);
}

/* ---- lists ---- */

static AstField *walk_list(Walk *walk, Expr *list, const char *word)
{
    const Symbol *symbol = names_find(&walk->names->values, strip_patient(list->name.text));
    DiagList *diags = walk->names->diags;
    if (symbol && symbol->kind == SYM_FIELD && ((AstField *)symbol->node)->type_ref.type.kind == TY_LIST) {
        list->kind = EX_LIST;
        list->field = symbol->node;
        list->field->read = true;
        return list->field;
    }
    if (symbol && names_get_type(symbol).kind != TY_ERROR)
        diagnose_not_a_list(diags, list->span, list->name.text, word, symbol->name.span);
    else if (!symbol)
        diagnose_unknown_name(diags, list->span, list->name.text, names_suggest(walk->names, &walk->names->values, list->name.text));
    make_error(list);
    return NULL;
}

static bool enter_list(Walk *walk, AstField *list, Span span)
{
    if (walk->depth >= LIMIT_LOOP_DEPTH) {
        diagnose_loops_too_deep(walk->names->diags, span);
        return false;
    }
    walk->lists[walk->depth++] = list;
    return true;
}

static const char *name_list_word(ExprKind kind)
{
    switch (kind) {
    case EX_ANY: return "any";
    case EX_ALL: return "all";
    case EX_COUNT: return "count";
    case EX_SUM: return "sum";
    case EX_MIN: return "min";
    case EX_MAX: return "max";
    default: return "latest";
    }
}

/* The FIELD of LIST.FIELD and of `latest`: of the element and nothing else. */
static void walk_element_field(Walk *walk, Expr *expr, const AstRecord *record)
{
    AstField *field = names_find_field(record, expr->name.text);
    if (field) {
        make_element_field(walk, expr, field, true);
        return;
    }
    diagnose_unknown_element_field(walk->names->diags, expr->span, expr->name.text, record->name.text,
                                   names_suggest_field(walk->names, record, expr->name.text));
    make_error(expr);
}

/* args[0] is the list; what is inside its loop depends on the word. */
static void walk_list_word(Walk *walk, Expr *expr)
{
    if (expr->args[0]->kind == EX_LIST) return;         /* `lesions.count` */
    bool extreme = expr->kind == EX_SUM || expr->kind == EX_MIN || expr->kind == EX_MAX;
    AstField *list = walk_list(walk, expr->args[0], name_list_word(expr->kind));
    uint32_t inside = extreme ? 3 : expr->arg_count;
    if (extreme && expr->args[3]) walk_expr(walk, &expr->args[3], NULL);
    if (!list || !enter_list(walk, list, expr->span)) {
        make_error(expr);
        return;
    }
    for (uint32_t i = 1; i < inside; i++) {
        bool field = (extreme && i == 1) || (expr->kind == EX_LATEST && i != 2);
        if (field) walk_element_field(walk, expr->args[i], list->type_ref.type.record);
        else if (expr->args[i]) walk_expr(walk, &expr->args[i], NULL);
    }
    walk->depth--;
}

/* `max(lesions.size, 0 cm)` was read as two numbers. */
static bool take_list_extreme(Walk *walk, Expr *expr)
{
    Expr *first = expr->args[0];
    const Symbol *whole = first->kind == EX_NAME ? names_find(&walk->names->values, strip_patient(first->name.text)) : NULL;
    if (first->kind != EX_NAME || whole || find_loop_field(walk, first->name.text)) return false;
    bool spelt = false;
    if (find_spelt_field(walk, first->name.text, &spelt)) return false;
    Str path = first->name.text;
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') dot--;
    if (dot == 0) return false;
    const Symbol *symbol = names_find(&walk->names->values, strip_patient((Str){ path.ptr, dot - 1 }));
    if (!symbol || names_get_type(symbol).kind != TY_LIST || str_equal((Str){ path.ptr + dot, path.len - dot }, STR("count")))
        return false;
    Expr **args = ARENA_ARRAY(walk->names->arena, Expr *, 4);
    Expr *value = ARENA_NEW(walk->names->arena, Expr), *list = ARENA_NEW(walk->names->arena, Expr);
    *list = *value = *first;
    list->name.text = (Str){ path.ptr, dot - 1 };
    list->span.end = list->span.start + (uint32_t)dot - 1;
    value->name.text = (Str){ path.ptr + dot, path.len - dot };
    value->span.start += (uint32_t)dot;
    args[0] = list;
    args[1] = value;
    args[3] = expr->args[1];
    expr->kind = expr->kind == EX_MIN2 ? EX_MIN : EX_MAX;
    expr->args = args;
    expr->arg_count = 4;
    return true;
}

/* ---- calls and rules ---- */

static void walk_call(Walk *walk, Expr *expr)
{
    Names *names = walk->names;
    const Symbol *symbol = names_find(&names->values, expr->name.text);
    uint32_t wanted = 0;
    AstParameter *const *parameters = NULL;
    if (symbol && symbol->kind == SYM_FUNCTION) {
        expr->rule = symbol->node;
        wanted = expr->rule->parameters.count;
        parameters = expr->rule->parameters.items;
    } else if (symbol && symbol->kind == SYM_NATIVE) {
        expr->kind = EX_NATIVE;
        expr->native = symbol->node;
        wanted = expr->native->parameters.count;
        parameters = expr->native->parameters.items;
    } else {
        if (symbol) diagnose_not_a_function(names->diags, expr->name.span, expr->name.text, symbol->name.span);
        else diagnose_unknown_name(names->diags, expr->name.span, expr->name.text, names_suggest(names, &names->values, expr->name.text));
        make_error(expr);
        return;
    }
    if (expr->arg_count != wanted) {
        diagnose_argument_count(names->diags, expr->span, expr->name.text, expr->arg_count, wanted, symbol->name.span);
        make_error(expr);
        return;
    }
    for (uint32_t i = 0; i < wanted; i++) {
        Type type = parameters[i]->type_ref.type;
        walk_expr(walk, &expr->args[i], type.kind == TY_ENUM ? type.enumeration : NULL);
    }
}

static bool bind_advice(Walk *walk, Expr *expr)
{
    Names *names = walk->names;
    const Symbol *symbol = names_find(&names->advice, expr->name.text);
    if (symbol) {
        expr->kind = EX_APPLIES;
        expr->rule = symbol->node;
        return bind_element_rule(walk, expr, expr->rule);
    }
    const Symbol *caution = names_find(&names->cautions, expr->name.text);
    const Symbol *value = names_find(&names->values, expr->name.text);
    if (caution) diagnose_caution_as_value(names->diags, expr->span, expr->name.text, caution->name.span);
    else if (value) diagnose_not_advice(names->diags, expr->span, expr->name.text, value->name.span);
    else diagnose_unknown_advice(names->diags, expr->span, expr->name.text, names_suggest(names, &names->advice, expr->name.text));
    make_error(expr);
    return false;
}

/* ---- gate words ---- */

static void make_is(Walk *walk, Expr *expr, const AstEnum *enumeration, uint16_t index)
{
    Expr *value = ARENA_NEW(walk->names->arena, Expr);
    Expr **args = ARENA_ARRAY(walk->names->arena, Expr *, 2);
    *value = (Expr){ .span = expr->name.span, .name = expr->name, .depth = 1 };
    make_value(value, enumeration, index);
    args[0] = expr->args[0];
    args[1] = value;
    expr->negated = expr->op != 0;
    expr->op = 0;
    expr->kind = EX_IS;
    expr->args = args;
    expr->arg_count = 2;
}

/* `response is partial`: a value of the field, where it has such a value; else the gate word. */
static bool take_gate_word_as_value(Walk *walk, Expr *expr)
{
    Expr *subject = expr->args[0];
    const AstEnum *enumeration = hint(walk, subject);
    uint16_t index = enumeration && expr->name.text.len ? names_find_value(enumeration, expr->name.text) : NO_VALUE;
    if (index == NO_VALUE) return false;
    bool about_results = expr->kind == EX_OPEN || expr->kind == EX_SETTLED;
    walk_expr(walk, &expr->args[0], NULL);
    if (about_results && subject->kind == EX_RULE)
    {
        diagnose_ambiguous_word(walk->names->diags, expr->span, expr->name.text, enumeration->values.items[index].span);
        if (walk->rule) walk->rule->broken = true;
    }
    make_is(walk, expr, enumeration, index);
    return true;
}

/* What is asked about: a fact or a list, a decision or an advice. */
static void walk_gate_word(Walk *walk, Expr *expr)
{
    DiagList *diags = walk->names->diags;
    Expr *subject = expr->args[0];
    if (expr->kind != EX_MAY_BE && expr->kind != EX_NEEDS_FACTS && take_gate_word_as_value(walk, expr)) return;
    bool advice = subject->kind == EX_NAME && names_find(&walk->names->advice, subject->name.text) &&
                  !names_find(&walk->names->values, subject->name.text) && !find_loop_field(walk, subject->name.text);
    if (advice) bind_advice(walk, subject);
    else if (subject->kind == EX_APPLIES) bind_advice(walk, subject);
    else walk_expr(walk, &expr->args[0], NULL);
    if (expr->op != 0) {
        diagnose_not_gate_word(diags, expr->span, expr->name.text);
        expr->op = 0;
    }
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        if (beside_error(walk, expr->args[i], expr->args[0]) || may_be_value(walk, expr->args[i], expr->args[0])) continue;
        walk_expr(walk, &expr->args[i], hint(walk, expr->args[0]));
    }
}

/* ---- the walk ---- */

/* Two sides: either may be the one that says which enumeration the other's name belongs to. */
static void walk_sides(Walk *walk, Expr *expr)
{
    const AstEnum *left = hint(walk, expr->args[0]);
    const AstEnum *right = left ? NULL : hint(walk, expr->args[1]);
    walk_expr(walk, &expr->args[0], right);
    if (beside_error(walk, expr->args[1], expr->args[0]) || may_be_value(walk, expr->args[1], expr->args[0])) return;
    walk_expr(walk, &expr->args[1], left);
}

/* args[0] and values beside it. */
static void walk_beside(Walk *walk, Expr *expr)
{
    walk_expr(walk, &expr->args[0], NULL);
    const AstEnum *expected = hint(walk, expr->args[0]);
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        Expr *item = expr->args[i];
        if (beside_error(walk, item, expr->args[0]) || may_be_value(walk, item, expr->args[0])) continue;
        if (item->kind == EX_RANGE) {
            walk_expr(walk, &item->args[0], expected);
            walk_expr(walk, &item->args[1], expected);
        } else walk_expr(walk, &expr->args[i], expected);
    }
}

static void walk_all(Walk *walk, Expr *expr)
{
    for (uint32_t i = 0; i < expr->arg_count; i++)
        if (expr->args[i]) walk_expr(walk, &expr->args[i], NULL);
}

static void walk_expr(Walk *walk, Expr **slot, const AstEnum *expected)
{
    Expr *expr = *slot;
    switch (expr->kind) {
    case EX_NAME: walk_name(walk, expr, expected); break;
    case EX_COMPARE: walk_sides(walk, expr); break;
    case EX_IS: case EX_IN: walk_beside(walk, expr); break;
    case EX_ELSE:
        walk_expr(walk, &expr->args[0], expected);
        walk_expr(walk, &expr->args[1], expected ? expected : hint(walk, expr->args[0]));
        break;
    case EX_MIN2: case EX_MAX2:
        if (take_list_extreme(walk, expr)) walk_list_word(walk, expr);
        else walk_all(walk, expr);
        break;
    case EX_ANY: case EX_ALL: case EX_COUNT: case EX_SUM: case EX_MIN: case EX_MAX: case EX_LATEST:
        walk_list_word(walk, expr);
        break;
    case EX_CALL: walk_call(walk, expr); break;
    case EX_APPLIES: bind_advice(walk, expr); break;
    case EX_MISSING: case EX_PARTIAL: case EX_SETTLED: case EX_OPEN: case EX_MAY_BE: case EX_NEEDS_FACTS:
        walk_gate_word(walk, expr);
        break;
    case EX_AS_OF: walk->names->ast->reads_date = true; break;
    default: walk_all(walk, expr); break;
    }
}

/* ---- rules ---- */

static void walk_optional(Walk *walk, Expr **slot, const AstEnum *expected)
{
    if (*slot) walk_expr(walk, slot, expected);
}

static void walk_results(Walk *walk, Expr **results)
{
    AstRule *rule = walk->rule;
    for (uint32_t i = 0; results && i < rule->results.count; i++) {
        const AstResult *result = &rule->results.items[i];
        Type type = result->type_ref.type;
        bool bare = results[i]->kind == EX_NAME && !names_find(&walk->names->values, strip_patient(results[i]->name.text));
        if (!result->has_type && bare && !find_parameter(walk, results[i]->name.text)) {
            diagnose_result_type_missing(walk->names->diags, rule->name.span, rule->name.text);
            make_error(results[i]);
        } else walk_expr(walk, &results[i], type.kind == TY_ENUM ? type.enumeration : NULL);
    }
}

/* A row's cell is a test of its column. */
static void walk_cell(Walk *walk, AstCell *cell, Expr *column)
{
    Expr *test = cell->written;
    const AstEnum *expected = hint(walk, column);
    test->args[0] = column;
    for (uint32_t i = 1; i < test->arg_count; i++) {
        Expr *item = test->args[i];
        if (beside_error(walk, item, column) || may_be_value(walk, item, column)) continue;
        if (item->kind == EX_RANGE) {
            walk_expr(walk, &item->args[0], expected);
            walk_expr(walk, &item->args[1], expected);
        } else walk_expr(walk, &test->args[i], expected);
    }
}

static void walk_table(Walk *walk, AstTable *table)
{
    for (uint32_t i = 0; i < table->columns.count; i++) walk_expr(walk, &table->columns.items[i], NULL);
    for (uint32_t i = 0; i < table->rows.count; i++) {
        AstRow *row = &table->rows.items[i];
        for (uint32_t j = 0; j < row->cells.count; j++)
            if (!row->cells.items[j].any) walk_cell(walk, &row->cells.items[j], table->columns.items[j]);
        walk_results(walk, row->results);
    }
}

static void walk_body(Walk *walk, AstRule *rule)
{
    Type type = rule->results.count ? rule->results.items[0].type_ref.type : (Type){ .kind = TY_YES_NO };
    const AstEnum *expected = type.kind == TY_ENUM ? type.enumeration : NULL;
    if (rule->means) walk_expr(walk, &rule->means, expected);
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        walk_results(walk, rule->cases.items[i].results);
        walk_optional(walk, &rule->cases.items[i].when, NULL);
    }
    if (rule->table) walk_table(walk, rule->table);
    walk_results(walk, rule->otherwise);
    for (uint32_t i = 0; i < rule->points.count; i++) walk_expr(walk, &rule->points.items[i].when, NULL);
    walk_optional(walk, &rule->when, NULL);
    for (uint32_t i = 0; i < rule->unless.count; i++) walk_expr(walk, &rule->unless.items[i].when, NULL);
}

void resolve_rule(Names *names, AstRule *rule)
{
    Walk walk = { .names = names, .rule = rule };
    if (rule->list) walk.lists[walk.depth++] = rule->list;
    walk_body(&walk, rule);
}

void resolve_check(Names *names, AstCheck *check)
{
    Walk walk = { .names = names };
    walk_optional(&walk, &check->never, NULL);
    walk_optional(&walk, &check->always, NULL);
}

Expr *resolve_single(Names *names, Expr *expr)
{
    Walk walk = { .names = names };
    walk_expr(&walk, &expr, NULL);
    return expr;
}
