/* names.c - filling the namespaces; finding and suggesting names. */
#include "lang/resolve/names.h"
#include "lang/messages/diagnose.h"

static Namespace make_namespace(Arena *arena, const char *noun)
{
    Namespace space = { .noun = noun };
    map_init(&space.map, arena);
    return space;
}

Names *names_create(Ast *ast)
{
    Names *names = ARENA_NEW(ast->arena, Names);
    names->ast = ast;
    names->arena = ast->arena;
    names->diags = ast->diags;
    names->values = make_namespace(ast->arena, "name");
    names->types = make_namespace(ast->arena, "type");
    names->advice = make_namespace(ast->arena, "advice");
    names->cautions = make_namespace(ast->arena, "caution");
    names->reasons = make_namespace(ast->arena, "reason");
    names->statements = make_namespace(ast->arena, "statement");
    names->sources = make_namespace(ast->arena, "source");
    names->tests = make_namespace(ast->arena, "test");
    ast->names = names;
    return names;
}

const Symbol *names_find(const Namespace *space, Str name)
{
    uint32_t index = map_find(&space->map, name);
    return index == MAP_NONE ? NULL : &space->symbols.items[index];
}

static void add_symbol(Names *names, Namespace *space, Symbol symbol)
{
    const Symbol *first = names_find(space, symbol.name.text);
    if (first) {
        diagnose_duplicate(names->diags, symbol.name.span, space->noun, symbol.name.text,
                           first->name.span);
        return;
    }
    map_add(&space->map, symbol.name.text, space->symbols.count);
    vec_add(names->arena, &space->symbols, symbol);
}

/* ---- collecting ---- */

static void collect_fields(Names *names, AstRecord *record)
{
    for (uint32_t i = 0; i < record->fields.count; i++) {
        AstField *field = record->fields.items[i];
        vec_add(names->arena, &names->ast->patient, field);
        add_symbol(names, &names->values, (Symbol){ SYM_FIELD, field->path, field, 0 });
    }
}

static void collect_record(Names *names, AstRecord *record)
{
    vec_add(names->arena, &names->ast->records, record);
    add_symbol(names, &names->types, (Symbol){ SYM_RECORD, record->name, record, 0 });
    for (uint32_t i = 0; i < record->fields.count; i++) {
        AstField *field = record->fields.items[i];
        field->owner = record;
        for (uint32_t j = 0; j < i; j++) {
            if (str_equal(record->fields.items[j]->path.text, field->path.text)) {
                diagnose_duplicate(names->diags, field->path.span, "field", field->path.text,
                                   record->fields.items[j]->path.span);
            }
        }
    }
}

static void collect_rule(Names *names, AstRule *rule)
{
    rule->index = names->ast->rules.count;
    vec_add(names->arena, &names->ast->rules, rule);
    if (rule->kind == RULE_ADVISE) {
        add_symbol(names, &names->advice, (Symbol){ SYM_OTHER, rule->name, rule, 0 });
    } else if (rule->kind == RULE_CAUTION) {
        add_symbol(names, &names->cautions, (Symbol){ SYM_OTHER, rule->name, rule, 0 });
    } else if (rule->parameters.count) {
        add_symbol(names, &names->values, (Symbol){ SYM_FUNCTION, rule->name, rule, 0 });
    } else {
        for (uint32_t i = 0; i < rule->results.count; i++) {
            add_symbol(names, &names->values,
                       (Symbol){ SYM_RULE, rule->results.items[i].name, rule, (uint16_t)i });
        }
    }
}

static void collect_source_decl(Names *names, const AstDecl *decl)
{
    Ast *ast = names->ast;
    if (decl->kind == DECL_STATEMENT) {
        AstStatement *statement = decl->node;
        statement->index = ast->statements.count;
        vec_add(ast->arena, &ast->statements, statement);
        add_symbol(names, &names->statements, (Symbol){ SYM_OTHER, statement->id, statement, 0 });
    } else if (decl->kind == DECL_REASON) {
        AstReason *reason = decl->node;
        reason->index = ast->reasons.count;
        vec_add(ast->arena, &ast->reasons, reason);
        add_symbol(names, &names->reasons, (Symbol){ SYM_OTHER, reason->name, reason, 0 });
    } else {
        AstGap *gap = decl->node;
        gap->index = ast->gaps.count;
        vec_add(ast->arena, &ast->gaps, gap);
        add_symbol(names, &names->values, (Symbol){ SYM_GAP, gap->name, gap, 0 });
    }
}

static void collect_enum(Names *names, AstEnum *enumeration)
{
    vec_add(names->arena, &names->ast->enums, enumeration);
    add_symbol(names, &names->types, (Symbol){ SYM_ENUM, enumeration->name, enumeration, 0 });
}

static void collect_native(Names *names, AstNative *native)
{
    native->index = names->ast->natives.count;
    vec_add(names->arena, &names->ast->natives, native);
    add_symbol(names, &names->values, (Symbol){ SYM_NATIVE, native->name, native, 0 });
}

static void collect_test(Names *names, AstTest *test)
{
    vec_add(names->arena, &names->ast->tests, test);
    add_symbol(names, &names->tests,
               (Symbol){ SYM_OTHER, { test->name.text, test->name.span }, test, 0 });
}

static void collect_decl(Names *names, const AstDecl *decl)
{
    switch (decl->kind) {
    case DECL_ENUM: collect_enum(names, decl->node); break;
    case DECL_RECORD: collect_record(names, decl->node); break;
    case DECL_PATIENT: collect_fields(names, decl->node); break;
    case DECL_STATEMENT:
    case DECL_REASON:
    case DECL_GAP: collect_source_decl(names, decl); break;
    case DECL_RULE: collect_rule(names, decl->node); break;
    case DECL_NATIVE: collect_native(names, decl->node); break;
    case DECL_CHECK: vec_add(names->arena, &names->ast->checks, (AstCheck *)decl->node); break;
    case DECL_TEST: collect_test(names, decl->node); break;
    }
}

static void collect_module(Names *names, AstModule *module)
{
    Ast *ast = names->ast;
    for (uint32_t i = 0; i < module->sources.count; i++) {
        AstSource *source = &module->sources.items[i];
        vec_add(ast->arena, &ast->all_sources, *source);
        add_symbol(names, &names->sources, (Symbol){ SYM_OTHER, source->name, source, 0 });
    }
    for (uint32_t i = 0; i < module->decls.count; i++) {
        collect_decl(names, &module->decls.items[i]);
    }
}

/* The scale of strengths is the main file's; else that of the last module that declares one. */
static void choose_strengths(Ast *ast)
{
    for (uint32_t i = 0; i < ast->modules.count; i++) {
        if (ast->modules.items[i]->strengths.count) {
            ast->strengths = ast->modules.items[i]->strengths;
        }
    }
}

void names_collect(Names *names)
{
    for (uint32_t i = 0; i < names->ast->modules.count; i++) {
        collect_module(names, names->ast->modules.items[i]);
    }
    choose_strengths(names->ast);
}

/* ---- suggesting ---- */

typedef struct Best {
    Str name;
    unsigned distance;
} Best;

/* A third of the letters may differ, at least one; none where nobody would see the suggestion. */
static Best start_search(const Names *names, Str wrong)
{
    if (diag_is_full(names->diags)) {
        return (Best){ STR_NONE, 0 };
    }
    unsigned limit = (unsigned)wrong.len / 3;
    return (Best){ STR_NONE, limit < 1 ? 2 : limit > 4 ? 5 : limit + 1 };
}

static void try_name(Names *names, Best *best, Str wrong, Str candidate)
{
    if (best->distance == 0) {
        return;
    }
    unsigned distance = str_distance(wrong, candidate, best->distance);
    if (distance >= best->distance) {
        return;
    }
    *best = (Best){ candidate, distance };
}

Str names_suggest(Names *names, const Namespace *space, Str wrong)
{
    Best best = start_search(names, wrong);
    for (uint32_t i = 0; i < space->symbols.count; i++) {
        try_name(names, &best, wrong, space->symbols.items[i].name.text);
    }
    return best.name;
}

Str names_suggest_decision(Names *names, Str wrong)
{
    Best best = start_search(names, wrong);
    for (uint32_t i = 0; i < names->values.symbols.count; i++) {
        const Symbol *symbol = &names->values.symbols.items[i];
        if (symbol->kind == SYM_RULE && ((const AstRule *)symbol->node)->kind != RULE_DEFINE) {
            try_name(names, &best, wrong, symbol->name.text);
        }
    }
    return best.name;
}

Str names_suggest_value(Names *names, const AstEnum *enumeration, Str wrong)
{
    Best best = start_search(names, wrong);
    for (uint32_t i = 0; i < enumeration->values.count; i++) {
        try_name(names, &best, wrong, enumeration->values.items[i].text);
    }
    return best.name;
}

Str names_suggest_field(Names *names, const AstRecord *record, Str wrong)
{
    Best best = start_search(names, wrong);
    for (uint32_t i = 0; i < record->fields.count; i++) {
        try_name(names, &best, wrong, record->fields.items[i]->path.text);
    }
    return best.name;
}

/* ---- finding ---- */

uint16_t names_find_value(const AstEnum *enumeration, Str name)
{
    for (uint32_t i = 0; i < enumeration->values.count; i++) {
        if (str_equal(enumeration->values.items[i].text, name)) {
            return (uint16_t)i;
        }
    }
    return NO_VALUE;
}

AstField *names_find_field(const AstRecord *record, Str name)
{
    for (uint32_t i = 0; i < record->fields.count; i++) {
        if (str_equal(record->fields.items[i]->path.text, name)) {
            return record->fields.items[i];
        }
    }
    return NULL;
}

Type names_get_type(const Symbol *symbol)
{
    switch (symbol->kind) {
    case SYM_FIELD: return ((AstField *)symbol->node)->type_ref.type;
    case SYM_GAP: return ((AstGap *)symbol->node)->type_ref.type;
    case SYM_RULE:
    case SYM_FUNCTION:
        return ((AstRule *)symbol->node)->results.items[symbol->result].type_ref.type;
    case SYM_NATIVE: return ((AstNative *)symbol->node)->result.type;
    default: return (Type){ .kind = TY_ERROR };
    }
}

AstField *names_find_list(const Names *names, const AstRecord *record)
{
    for (uint32_t i = 0; i < names->ast->patient.count; i++) {
        AstField *field = names->ast->patient.items[i];
        if (field->type_ref.type.kind == TY_LIST && field->type_ref.type.record == record) {
            return field;
        }
    }
    return NULL;
}
