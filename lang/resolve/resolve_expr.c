/* resolve_expr.c - the names in expressions. What a bare name means depends on where it stands:
 * next to a thing of an enumeration it is one of its values, inside a list word a field of the
 * element, else something of the program. A name that could only be a value of a define without a
 * type stays EX_NAME for check. */
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_walk.h"

/* ---- gate words ---- */

static void make_is(Walk *walk, Expr *expr, const AstEnum *enumeration, uint16_t index)
{
    Expr *value = ARENA_NEW(walk->names->arena, Expr);
    Expr **args = ARENA_ARRAY(walk->names->arena, Expr *, 2);
    *value = (Expr){ .span = expr->name.span, .name = expr->name, .depth = 1 };
    resolve_make_value(value, enumeration, index);
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
    const AstEnum *enumeration = resolve_find_enum(walk, subject);
    uint16_t index = enumeration && expr->name.text.len
                         ? names_find_value(enumeration, expr->name.text)
                         : NO_VALUE;
    if (index == NO_VALUE) {
        return false;
    }
    bool about_results = expr->kind == EX_OPEN || expr->kind == EX_SETTLED;
    resolve_walk(walk, &expr->args[0], NULL);
    if (about_results && subject->kind == EX_RULE) {
        diagnose_ambiguous_word(walk->names->diags, expr->span, expr->name.text,
                                enumeration->values.items[index].span);
        if (walk->rule) {
            walk->rule->broken = true;
        }
    }
    make_is(walk, expr, enumeration, index);
    return true;
}

/* What is asked about: a fact or a list, a decision or an advice. */
static void walk_gate_word(Walk *walk, Expr *expr)
{
    DiagList *diags = walk->names->diags;
    Expr *subject = expr->args[0];
    if (expr->kind != EX_MAY_BE && expr->kind != EX_NEEDS_FACTS &&
        take_gate_word_as_value(walk, expr)) {
        return;
    }
    bool advice = subject->kind == EX_NAME &&
                  names_find(&walk->names->advice, subject->name.text) &&
                  !names_find(&walk->names->values, subject->name.text) &&
                  !resolve_find_loop_field(walk, subject->name.text);
    if (advice) {
        resolve_advice(walk, subject);
    } else if (subject->kind == EX_APPLIES) {
        resolve_advice(walk, subject);
    } else {
        resolve_walk(walk, &expr->args[0], NULL);
    }
    if (expr->op != 0) {
        diagnose_not_gate_word(diags, expr->span, expr->name.text);
        expr->op = 0;
    }
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        if (resolve_is_beside_error(walk, expr->args[i], expr->args[0]) ||
            resolve_may_be_value(walk, expr->args[i], expr->args[0])) {
            continue;
        }
        resolve_walk(walk, &expr->args[i], resolve_find_enum(walk, expr->args[0]));
    }
}

/* ---- the walk ---- */

/* Two sides: either may be the one that says which enumeration the other's name belongs to. */
static void walk_sides(Walk *walk, Expr *expr)
{
    const AstEnum *left = resolve_find_enum(walk, expr->args[0]);
    const AstEnum *right = left ? NULL : resolve_find_enum(walk, expr->args[1]);
    resolve_walk(walk, &expr->args[0], right);
    if (resolve_is_beside_error(walk, expr->args[1], expr->args[0]) ||
        resolve_may_be_value(walk, expr->args[1], expr->args[0])) {
        return;
    }
    resolve_walk(walk, &expr->args[1], left);
}

/* args[0] and values beside it. */
static void walk_beside(Walk *walk, Expr *expr)
{
    resolve_walk(walk, &expr->args[0], NULL);
    const AstEnum *expected = resolve_find_enum(walk, expr->args[0]);
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        Expr *item = expr->args[i];
        if (resolve_is_beside_error(walk, item, expr->args[0]) ||
            resolve_may_be_value(walk, item, expr->args[0])) {
            continue;
        }
        if (item->kind == EX_RANGE) {
            resolve_walk(walk, &item->args[0], expected);
            resolve_walk(walk, &item->args[1], expected);
        } else {
            resolve_walk(walk, &expr->args[i], expected);
        }
    }
}

static void walk_all(Walk *walk, Expr *expr)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        if (expr->args[i]) {
            resolve_walk(walk, &expr->args[i], NULL);
        }
    }
}

void resolve_walk(Walk *walk, Expr **slot, const AstEnum *expected)
{
    Expr *expr = *slot;
    switch (expr->kind) {
    case EX_NAME: resolve_name(walk, expr, expected); break;
    case EX_COMPARE: walk_sides(walk, expr); break;
    case EX_IS:
    case EX_IN: walk_beside(walk, expr); break;
    case EX_ELSE:
        resolve_walk(walk, &expr->args[0], expected);
        resolve_walk(walk, &expr->args[1],
                     expected ? expected : resolve_find_enum(walk, expr->args[0]));
        break;
    case EX_MIN2:
    case EX_MAX2:
        if (resolve_list_extreme(walk, expr)) {
            resolve_list_word(walk, expr);
        } else {
            walk_all(walk, expr);
        }
        break;
    case EX_ANY:
    case EX_ALL:
    case EX_COUNT:
    case EX_SUM:
    case EX_MIN:
    case EX_MAX:
    case EX_LATEST: resolve_list_word(walk, expr); break;
    case EX_CALL: resolve_call(walk, expr); break;
    case EX_APPLIES: resolve_advice(walk, expr); break;
    case EX_MISSING:
    case EX_PARTIAL:
    case EX_SETTLED:
    case EX_OPEN:
    case EX_MAY_BE:
    case EX_NEEDS_FACTS: walk_gate_word(walk, expr); break;
    case EX_AS_OF: walk->names->ast->reads_date = true; break;
    default: walk_all(walk, expr); break;
    }
}

/* ---- rules ---- */

static void walk_optional(Walk *walk, Expr **slot, const AstEnum *expected)
{
    if (*slot) {
        resolve_walk(walk, slot, expected);
    }
}

static void walk_results(Walk *walk, Expr **results)
{
    AstRule *rule = walk->rule;
    for (uint32_t i = 0; results && i < rule->results.count; i++) {
        const AstResult *result = &rule->results.items[i];
        Type type = result->type_ref.type;
        bool bare = results[i]->kind == EX_NAME &&
                    !names_find(&walk->names->values, resolve_strip_patient(results[i]->name.text));
        if (!result->has_type && bare && !resolve_find_parameter(walk, results[i]->name.text)) {
            diagnose_result_type_missing(walk->names->diags, rule->name.span, rule->name.text);
            resolve_make_error(results[i]);
        } else {
            resolve_walk(walk, &results[i], type.kind == TY_ENUM ? type.enumeration : NULL);
        }
    }
}

/* A row's cell is a test of its column. */
static void walk_cell(Walk *walk, AstCell *cell, Expr *column)
{
    Expr *test = cell->written;
    const AstEnum *expected = resolve_find_enum(walk, column);
    test->args[0] = column;
    for (uint32_t i = 1; i < test->arg_count; i++) {
        Expr *item = test->args[i];
        if (resolve_is_beside_error(walk, item, column) ||
            resolve_may_be_value(walk, item, column)) {
            continue;
        }
        if (item->kind == EX_RANGE) {
            resolve_walk(walk, &item->args[0], expected);
            resolve_walk(walk, &item->args[1], expected);
        } else {
            resolve_walk(walk, &test->args[i], expected);
        }
    }
}

static void walk_table(Walk *walk, AstTable *table)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        resolve_walk(walk, &table->columns.items[i], NULL);
    }
    for (uint32_t i = 0; i < table->rows.count; i++) {
        AstRow *row = &table->rows.items[i];
        for (uint32_t j = 0; j < row->cells.count; j++) {
            if (!row->cells.items[j].any) {
                walk_cell(walk, &row->cells.items[j], table->columns.items[j]);
            }
        }
        walk_results(walk, row->results);
    }
}

static void walk_body(Walk *walk, AstRule *rule)
{
    Type type =
        rule->results.count ? rule->results.items[0].type_ref.type : (Type){ .kind = TY_YES_NO };
    const AstEnum *expected = type.kind == TY_ENUM ? type.enumeration : NULL;
    if (rule->means) {
        resolve_walk(walk, &rule->means, expected);
    }
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        walk_results(walk, rule->cases.items[i].results);
        walk_optional(walk, &rule->cases.items[i].when, NULL);
    }
    if (rule->table) {
        walk_table(walk, rule->table);
    }
    walk_results(walk, rule->otherwise);
    for (uint32_t i = 0; i < rule->points.count; i++) {
        resolve_walk(walk, &rule->points.items[i].when, NULL);
    }
    walk_optional(walk, &rule->when, NULL);
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        resolve_walk(walk, &rule->unless.items[i].when, NULL);
    }
}

void resolve_rule(Names *names, AstRule *rule)
{
    Walk walk = { .names = names, .rule = rule };
    if (rule->list) {
        walk.lists[walk.depth++] = rule->list;
    }
    walk_body(&walk, rule);
}

/* The fact that a claim lets vary: one value of the patient. */
static void resolve_claimed_field(Names *names, AstCheck *check)
{
    Name name = check->field;
    const Symbol *symbol = names_find(&names->values, resolve_strip_patient(name.text));
    if (!symbol || symbol->kind != SYM_FIELD) {
        Str meant = symbol ? STR_NONE : names_suggest(names, &names->values, name.text);
        diagnose_unknown_field(names->diags, name.span, name.text, meant);
        return;
    }
    AstField *field = symbol->node;
    const Type *type = &field->type_ref.type;
    if (type->kind == TY_LIST) {
        diagnose_list_as_scalar(names->diags, name.span, name.text);
    } else if (type->kind == TY_TEXT || type->kind == TY_KEY) {
        diagnose_text_in_logic(names->diags, name.span, resolve_describe(names->arena, type));
    } else if (type->kind != TY_ERROR) {
        check->field_ref = field;
    }
}

void resolve_check(Names *names, AstCheck *check)
{
    Walk walk = { .names = names };
    resolve_walk(&walk, &check->subject, NULL);
    if (check->field.text.ptr) {
        resolve_claimed_field(names, check);
    }
}

Expr *resolve_single(Names *names, Expr *expr)
{
    Walk walk = { .names = names };
    resolve_walk(&walk, &expr, NULL);
    return expr;
}
