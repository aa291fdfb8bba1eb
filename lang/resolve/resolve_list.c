/* resolve_list.c - list words, calls, and advice that is read. */
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_walk.h"

/* ---- lists ---- */

static AstField *walk_list(Walk *walk, Expr *list, const char *word)
{
    const Symbol *symbol = names_find(&walk->names->values, resolve_strip_patient(list->name.text));
    DiagList *diags = walk->names->diags;
    if (symbol && symbol->kind == SYM_FIELD &&
        ((AstField *)symbol->node)->type_ref.type.kind == TY_LIST) {
        list->kind = EX_LIST;
        list->field = symbol->node;
        list->field->read = true;
        return list->field;
    }
    if (symbol && names_get_type(symbol).kind != TY_ERROR) {
        diagnose_not_a_list(diags, list->span, list->name.text, word, symbol->name.span);
    } else if (!symbol) {
        diagnose_unknown_name(diags, list->span, list->name.text,
                              names_suggest(walk->names, &walk->names->values, list->name.text));
    }
    resolve_make_error(list);
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
        resolve_element_field(walk, expr, field, true);
        return;
    }
    diagnose_unknown_element_field(walk->names->diags, expr->span, expr->name.text,
                                   record->name.text,
                                   names_suggest_field(walk->names, record, expr->name.text));
    resolve_make_error(expr);
}

/* args[0] is the list; what is inside its loop depends on the word. */
void resolve_list_word(Walk *walk, Expr *expr)
{
    if (expr->args[0]->kind == EX_LIST) {
        return; /* `lesions.count` */
    }
    bool extreme = expr->kind == EX_SUM || expr->kind == EX_MIN || expr->kind == EX_MAX;
    AstField *list = walk_list(walk, expr->args[0], name_list_word(expr->kind));
    uint32_t inside = extreme ? 3 : expr->arg_count;
    if (extreme && expr->args[3]) {
        resolve_walk(walk, &expr->args[3], NULL);
    }
    if (!list || !enter_list(walk, list, expr->span)) {
        resolve_make_error(expr);
        return;
    }
    for (uint32_t i = 1; i < inside; i++) {
        bool field = (extreme && i == 1) || (expr->kind == EX_LATEST && i != 2);
        if (field) {
            walk_element_field(walk, expr->args[i], list->type_ref.type.record);
        } else if (expr->args[i]) {
            resolve_walk(walk, &expr->args[i], NULL);
        }
    }
    walk->depth--;
}

/* `max(lesions.size, 0 cm)` was read as two numbers. */
bool resolve_list_extreme(Walk *walk, Expr *expr)
{
    Expr *first = expr->args[0];
    const Symbol *whole =
        first->kind == EX_NAME
            ? names_find(&walk->names->values, resolve_strip_patient(first->name.text))
            : NULL;
    if (first->kind != EX_NAME || whole || resolve_find_loop_field(walk, first->name.text)) {
        return false;
    }
    bool spelt = false;
    if (resolve_find_spelt_field(walk, first->name.text, &spelt)) {
        return false;
    }
    Str path = first->name.text;
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') {
        dot--;
    }
    if (dot == 0) {
        return false;
    }
    const Symbol *symbol =
        names_find(&walk->names->values, resolve_strip_patient((Str){ path.ptr, dot - 1 }));
    if (!symbol || names_get_type(symbol).kind != TY_LIST ||
        str_equal((Str){ path.ptr + dot, path.len - dot }, STR("count"))) {
        return false;
    }
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

void resolve_call(Walk *walk, Expr *expr)
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
        if (symbol) {
            diagnose_not_a_function(names->diags, expr->name.span, expr->name.text,
                                    symbol->name.span);
        } else {
            diagnose_unknown_name(names->diags, expr->name.span, expr->name.text,
                                  names_suggest(names, &names->values, expr->name.text));
        }
        resolve_make_error(expr);
        return;
    }
    if (expr->arg_count != wanted) {
        diagnose_argument_count(names->diags, expr->span, expr->name.text, expr->arg_count, wanted,
                                symbol->name.span);
        resolve_make_error(expr);
        return;
    }
    for (uint32_t i = 0; i < wanted; i++) {
        Type type = parameters[i]->type_ref.type;
        resolve_walk(walk, &expr->args[i], type.kind == TY_ENUM ? type.enumeration : NULL);
    }
}

bool resolve_advice(Walk *walk, Expr *expr)
{
    Names *names = walk->names;
    const Symbol *symbol = names_find(&names->advice, expr->name.text);
    if (symbol) {
        expr->kind = EX_APPLIES;
        expr->rule = symbol->node;
        return resolve_element_rule(walk, expr, expr->rule);
    }
    const Symbol *caution = names_find(&names->cautions, expr->name.text);
    const Symbol *value = names_find(&names->values, expr->name.text);
    if (caution) {
        diagnose_caution_as_value(names->diags, expr->span, expr->name.text, caution->name.span);
    } else if (value) {
        diagnose_not_advice(names->diags, expr->span, expr->name.text, value->name.span);
    } else {
        diagnose_unknown_advice(names->diags, expr->span, expr->name.text,
                                names_suggest(names, &names->advice, expr->name.text));
    }
    resolve_make_error(expr);
    return false;
}
