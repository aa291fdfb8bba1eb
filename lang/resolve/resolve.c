/* resolve.c - names to declarations, in the order in which one needs the other. */
#include "lang/resolve/resolve.h"
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"
#include "runtime/base/limits.h"

/* Results and parameters are values of logic: no text, no list. */
static void check_scalar_type(Names *names, AstTypeRef *ref)
{
    TypeKind kind = ref->type.kind;
    if (kind != TY_TEXT && kind != TY_KEY && kind != TY_LIST) {
        return;
    }
    diagnose_result_of_text(names->diags, ref->span, resolve_describe(names->arena, &ref->type));
    ref->type = (Type){ .kind = TY_ERROR };
}

static void resolve_parameters(Names *names, AstParameter *const *parameters, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        resolve_type(names, &parameters[i]->type_ref);
        check_scalar_type(names, &parameters[i]->type_ref);
        for (uint32_t j = 0; j < i; j++) {
            if (str_equal(parameters[j]->name.text, parameters[i]->name.text)) {
                diagnose_duplicate(names->diags, parameters[i]->name.span, "parameter",
                                   parameters[i]->name.text, parameters[j]->name.span);
            }
        }
    }
}

static void resolve_each(Names *names, AstRule *rule)
{
    Name name = rule->list_name;
    if (!name.text.len) {
        return;
    }
    const Symbol *symbol = names_find(&names->types, name.text);
    if (!symbol || symbol->kind != SYM_RECORD) {
        diagnose_unknown_record(names->diags, name.span, name.text,
                                names_suggest(names, &names->types, name.text));
        return;
    }
    rule->list = names_find_list(names, symbol->node);
    if (!rule->list) {
        diagnose_record_in_no_list(names->diags, name.span, name.text, symbol->name.span);
    }
    if (rule->parameters.count) {
        diagnose_function_for_each(names->diags, name.span, rule->name.text);
    }
}

/* Where reading stopped before the type: whatever refers to the rule finds a result, and nothing
 * more is said of it. */
static void add_unread_result(Names *names, AstRule *rule)
{
    AstResult result = { .name = rule->name, .has_type = true, .type_ref.type.kind = TY_ERROR };
    vec_add(names->arena, &rule->results, result);
}

static void resolve_head(Names *names, AstRule *rule)
{
    bool advice = rule->kind == RULE_ADVISE || rule->kind == RULE_CAUTION;
    for (uint32_t i = 0; i < rule->results.count; i++) {
        AstResult *result = &rule->results.items[i];
        if (!result->has_type) {
            continue;
        }
        resolve_type(names, &result->type_ref);
        check_scalar_type(names, &result->type_ref);
    }
    if (!advice && !rule->results.count) {
        add_unread_result(names, rule);
    }
    resolve_parameters(names, rule->parameters.items, rule->parameters.count);
    resolve_each(names, rule);
}

static void resolve_native(Names *names, AstNative *native)
{
    resolve_parameters(names, native->parameters.items, native->parameters.count);
    resolve_type(names, &native->result);
    check_scalar_type(names, &native->result);
    if (native->parameters.count > LIMIT_NATIVE_PARAMETERS) {
        diagnose_native_parameters(names->diags, native->name.span, native->name.text);
    }
}

/* A row with a mistake in it may lack cells and results, or have too many. */
static void complete_row(Arena *arena, AstRow *row, uint32_t cells, uint32_t results)
{
    while (row->cells.count < cells) {
        vec_add(arena, &row->cells, ((AstCell){ .any = true, .span = row->span }));
    }
    row->cells.count = cells;
    for (uint32_t i = 0; i < results; i++) {
        if (row->results[i]) {
            continue;
        }
        row->results[i] = ARENA_NEW(arena, Expr);
        *row->results[i] = (Expr){ .kind = EX_ERROR, .span = row->span, .depth = 1 };
    }
}

static void complete_rows(Arena *arena, AstRule *rule)
{
    for (uint32_t i = 0; rule->table && i < rule->table->rows.count; i++) {
        complete_row(arena, &rule->table->rows.items[i], rule->table->columns.count,
                     rule->results.count);
    }
}

/* Results in the wrong columns have had their message. */
static void silence_results(AstTable *table, uint32_t count)
{
    for (uint32_t i = 0; i < table->rows.count; i++) {
        for (uint32_t j = 0; j < count; j++) {
            table->rows.items[i].results[j]->kind = EX_ERROR;
        }
    }
}

/* Result columns stand in the order of the rule's results. */
static void resolve_result_columns(Names *names, AstRule *rule)
{
    const AstTable *table = rule->table;
    if (!table || rule->broken) {
        return;
    }
    if (table->result_columns.count != rule->results.count) {
        diagnose_result_columns(names->diags, table->span, table->result_columns.count,
                                rule->results.count);
        return;
    }
    for (uint32_t i = 0; i < rule->results.count; i++) {
        if (!str_equal(table->result_columns.items[i].text, rule->results.items[i].name.text)) {
            diagnose_result_column(names->diags, table->result_columns.items[i].span,
                                   table->result_columns.items[i].text,
                                   rule->results.items[i].name.text,
                                   rule->results.items[i].name.span);
            silence_results(rule->table, rule->results.count);
        }
    }
}

void resolve_program(Ast *ast)
{
    Names *names = names_create(ast);
    names_collect(names);
    for (uint32_t i = 0, named = ast->enums.count; i < named; i++) {
        resolve_enum(names, ast->enums.items[i]);
    }
    resolve_fields(names);
    for (uint32_t i = 0; i < ast->gaps.count; i++) {
        resolve_type(names, &ast->gaps.items[i]->type_ref);
    }
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        resolve_head(names, ast->rules.items[i]);
    }
    for (uint32_t i = 0; i < ast->natives.count; i++) {
        resolve_native(names, ast->natives.items[i]);
    }
    resolve_sources(names);
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        complete_rows(ast->arena, ast->rules.items[i]);
        resolve_result_columns(names, ast->rules.items[i]);
        resolve_rule(names, ast->rules.items[i]);
    }
    for (uint32_t i = 0; i < ast->checks.count; i++) {
        resolve_check(names, ast->checks.items[i]);
    }
    resolve_order(names, ARENA_ARRAY(ast->arena, Reads, ast->rules.count));
    resolve_tests(names);
}
