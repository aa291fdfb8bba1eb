/* index_declare.c - what the declarations of a module declare. */
#include "compiler/lsp/index_parts.h"

static void declare_values(IndexWalk *walk, const AstEnum *enumeration)
{
    for (uint32_t i = 0; i < enumeration->values.count; i++) {
        index_add_subject(walk, SUBJECT_VALUE, enumeration, i + 1, enumeration->values.items[i]);
    }
}

/* Of a type that lists its values where it stands. */
static void declare_type(IndexWalk *walk, const AstTypeRef *ref)
{
    if (ref->values.count && ref->type.kind == TY_ENUM) {
        declare_values(walk, ref->type.enumeration);
    }
}

static void declare_enum(IndexWalk *walk, const AstEnum *enumeration)
{
    walk->in = index_add_subject(walk, SUBJECT_ENUM, enumeration, 0, enumeration->name);
    declare_values(walk, enumeration);
}

static void declare_fields(IndexWalk *walk, const AstRecord *record)
{
    for (uint32_t i = 0; i < record->fields.count; i++) {
        const AstField *field = record->fields.items[i];
        index_add_subject(walk, SUBJECT_FIELD, field, 0, field->path);
        declare_type(walk, &field->type_ref);
    }
}

static void declare_record(IndexWalk *walk, const AstRecord *record)
{
    walk->in = index_add_subject(walk, SUBJECT_RECORD, record, 0, record->name);
    declare_fields(walk, record);
}

static void declare_parameters(IndexWalk *walk, AstParameter *const *parameters, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        index_add_subject(walk, SUBJECT_PARAMETER, parameters[i], 0, parameters[i]->name);
    }
}

static void declare_rule(IndexWalk *walk, const AstRule *rule)
{
    bool advice = rule->kind == RULE_ADVISE, caution = rule->kind == RULE_CAUTION;
    if (advice || caution) {
        walk->in =
            index_add_subject(walk, advice ? SUBJECT_ADVICE : SUBJECT_CAUTION, rule, 0, rule->name);
    }
    for (uint32_t i = 0; !advice && !caution && i < rule->results.count; i++) {
        const AstResult *result = &rule->results.items[i];
        uint32_t subject = index_add_subject(walk, SUBJECT_RULE, rule, i, result->name);
        walk->in = i ? walk->in : subject;
        declare_type(walk, &result->type_ref);
    }
    declare_parameters(walk, rule->parameters.items, rule->parameters.count);
}

static void declare_native(IndexWalk *walk, const AstNative *native)
{
    walk->in = index_add_subject(walk, SUBJECT_NATIVE, native, 0, native->name);
    declare_parameters(walk, native->parameters.items, native->parameters.count);
}

static void declare_gap(IndexWalk *walk, const AstGap *gap)
{
    walk->in = index_add_subject(walk, SUBJECT_GAP, gap, 0, gap->name);
    declare_type(walk, &gap->type_ref);
}

static void declare(IndexWalk *walk, const AstDecl *decl)
{
    walk->in = NO_SUBJECT;
    switch (decl->kind) {
    case DECL_ENUM: declare_enum(walk, decl->node); break;
    case DECL_RECORD: declare_record(walk, decl->node); break;
    case DECL_PATIENT: declare_fields(walk, decl->node); break;
    case DECL_STATEMENT:
        index_add_subject(walk, SUBJECT_STATEMENT, decl->node, 0,
                          ((const AstStatement *)decl->node)->id);
        break;
    case DECL_REASON:
        index_add_subject(walk, SUBJECT_REASON, decl->node, 0,
                          ((const AstReason *)decl->node)->name);
        break;
    case DECL_GAP: declare_gap(walk, decl->node); break;
    case DECL_RULE: declare_rule(walk, decl->node); break;
    case DECL_NATIVE: declare_native(walk, decl->node); break;
    case DECL_CHECK: break;
    case DECL_TEST: {
        const AstTest *test = decl->node;
        index_add_subject(walk, SUBJECT_TEST, test, 0, (Name){ test->name.text, test->name.span });
        break;
    }
    }
}

void index_declare_module(IndexWalk *walk, const AstModule *module)
{
    walk->in = NO_SUBJECT;
    walk->in = index_add_subject(walk, SUBJECT_MODULE, module, 0, module->name);
    for (uint32_t i = 0; i < module->sources.count; i++) {
        index_add_subject(walk, SUBJECT_SOURCE, &module->sources.items[i], 0,
                          module->sources.items[i].name);
    }
    for (uint32_t i = 0; i < module->strengths.count; i++) {
        index_add_subject(walk, SUBJECT_STRENGTH, &module->strengths.items[i], 0,
                          module->strengths.items[i]);
    }
    for (uint32_t i = 0; i < module->decls.count; i++) {
        declare(walk, &module->decls.items[i]);
    }
    walk->in = NO_SUBJECT;
}
