/* index_name.c - what the declarations of a module name. */
#include "compiler/lsp/index_parts.h"
#include "lang/visit.h"

void index_name_named(IndexWalk *walk, SubjectKind kind, Name name)
{
    if (name.text.len) {
        index_add_place(walk, index_find_name(walk->index, kind, name.text), name.span, false);
    }
}

void index_name_list(IndexWalk *walk, SubjectKind kind, const NameList *names)
{
    for (uint32_t i = 0; i < names->count; i++) {
        index_name_named(walk, kind, names->items[i]);
    }
}

static void name_node(IndexWalk *walk, const void *node, uint32_t part, Span span)
{
    index_add_place(walk, index_find_node(walk->index, node, part), span, false);
}

/* ---- expressions ---- */

static void name_expr(void *context, Expr *expr)
{
    IndexWalk *walk = context;
    Span span = expr->name.text.len ? expr->name.span : expr->span;
    switch (expr->kind) {
    case EX_FIELD:
    case EX_LIST: name_node(walk, expr->field, 0, span); break;
    case EX_RULE: name_node(walk, expr->rule, expr->value.index, span); break;
    case EX_CALL:
    case EX_APPLIES: name_node(walk, expr->rule, 0, span); break;
    case EX_GAP: name_node(walk, expr->gap, 0, span); break;
    case EX_NATIVE: name_node(walk, expr->native, 0, span); break;
    case EX_PARAMETER: name_node(walk, expr->parameter, 0, span); break;
    case EX_VALUE:
        if (expr->type.kind == TY_ENUM) {
            name_node(walk, expr->type.enumeration, expr->value.index + 1u, span);
        }
        break;
    default: break;
    }
}

static void name_tree(void *context, Expr *expr)
{
    visit_tree(expr, name_expr, context);
}

void index_name_value(IndexWalk *walk, const Type *type, const Expr *value)
{
    if (!value || type->kind != TY_ENUM || value->kind != EX_NAME) {
        return;
    }
    const NameList *values = &type->enumeration->values;
    for (uint32_t i = 0; i < values->count; i++) {
        if (str_equal(values->items[i].text, value->name.text)) {
            name_node(walk, type->enumeration, i + 1, value->span);
        }
    }
}

/* ---- types and fields ---- */

static void name_type(IndexWalk *walk, const AstTypeRef *ref)
{
    index_name_named(walk, SUBJECT_ENUM, ref->name);
    index_name_named(walk, SUBJECT_RECORD, ref->record);
}

static void name_beside(IndexWalk *walk, const AstField *field, Name name)
{
    if (field && name.text.len) {
        name_node(walk, field, 0, name.span);
    }
}

static void name_complete_value(IndexWalk *walk, const AstField *field)
{
    if (field->complete_ref && field->complete_ref->type_ref.type.kind == TY_ENUM) {
        name_node(walk, field->complete_ref->type_ref.type.enumeration, field->complete_index + 1u,
                  field->complete_value.span);
    }
}

static void name_fields(IndexWalk *walk, const AstRecord *record)
{
    for (uint32_t i = 0; i < record->fields.count; i++) {
        const AstField *field = record->fields.items[i];
        name_type(walk, &field->type_ref);
        name_beside(walk, field->complete_ref, field->complete_field);
        name_beside(walk, field->counted_ref, field->counted_by);
        name_beside(walk, field->largest_field_ref, field->largest_field);
        name_beside(walk, field->largest_ref, field->largest_by);
        name_complete_value(walk, field);
    }
}

static void name_parameters(IndexWalk *walk, AstParameter *const *parameters, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        name_type(walk, &parameters[i]->type_ref);
    }
}

/* ---- rules ---- */

static void name_because(IndexWalk *walk, const AstBecause *because)
{
    index_name_list(walk, SUBJECT_REASON, &because->names);
    index_name_list(walk, SUBJECT_STATEMENT, &because->from.ids);
}

static void name_rule(IndexWalk *walk, AstRule *rule)
{
    for (uint32_t i = 0; i < rule->results.count; i++) {
        name_type(walk, &rule->results.items[i].type_ref);
    }
    name_parameters(walk, rule->parameters.items, rule->parameters.count);
    index_name_named(walk, SUBJECT_RECORD, rule->list_name);
    index_name_list(walk, SUBJECT_STATEMENT, &rule->from.ids);
    index_name_list(walk, SUBJECT_STATEMENT, &rule->shows);
    index_name_named(walk, SUBJECT_STRENGTH, rule->strength);
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        name_because(walk, &rule->cases.items[i].because);
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        name_because(walk, &rule->unless.items[i].because);
    }
    for (uint32_t i = 0; rule->table && i < rule->table->result_columns.count; i++) {
        name_node(walk, rule, i, rule->table->result_columns.items[i].span);
    }
    visit_rule_parts(rule, name_tree, walk);
}

/* ---- the rest ---- */

static void name_statement(IndexWalk *walk, const AstStatement *statement)
{
    index_name_named(walk, SUBJECT_SOURCE, statement->source);
    index_name_named(walk, SUBJECT_STRENGTH, statement->strength);
}

static void name_gap(IndexWalk *walk, const AstGap *gap)
{
    name_type(walk, &gap->type_ref);
    index_name_list(walk, SUBJECT_STATEMENT, &gap->from.ids);
    index_name_named(walk, SUBJECT_SOURCE, gap->source);
}

static void name_check(IndexWalk *walk, const AstCheck *check)
{
    visit_tree(check->subject, name_expr, walk);
    name_beside(walk, check->field_ref, check->field);
}

static void name_native(IndexWalk *walk, const AstNative *native)
{
    name_parameters(walk, native->parameters.items, native->parameters.count);
    name_type(walk, &native->result);
}

static void name_decl(IndexWalk *walk, const AstDecl *decl)
{
    uint32_t in = index_find_node(walk->index, decl->node, 0);
    walk->in = in;
    switch (decl->kind) {
    case DECL_ENUM: break;
    case DECL_RECORD:
    case DECL_PATIENT: name_fields(walk, decl->node); break;
    case DECL_STATEMENT: name_statement(walk, decl->node); break;
    case DECL_REASON:
        index_name_list(walk, SUBJECT_STATEMENT, &((const AstReason *)decl->node)->from.ids);
        break;
    case DECL_GAP: name_gap(walk, decl->node); break;
    case DECL_RULE: name_rule(walk, decl->node); break;
    case DECL_NATIVE: name_native(walk, decl->node); break;
    case DECL_CHECK: name_check(walk, decl->node); break;
    case DECL_TEST: index_name_test(walk, decl->node); break;
    }
}

void index_name_module(IndexWalk *walk, const AstModule *module)
{
    walk->in = index_find_node(walk->index, module, 0);
    for (uint32_t i = 0; i < module->imports.count; i++) {
        const AstImport *import = &module->imports.items[i];
        name_node(walk, import->module, 0, import->path.span);
    }
    for (uint32_t i = 0; i < module->decls.count; i++) {
        name_decl(walk, &module->decls.items[i]);
    }
}
