/* tables.c - everything of a program that is not code: schema, enumerations, statements, reasons,
 * blocks' names. Numbers the syntax tree's nodes (their index fields) on the way, so that lowering
 * can refer to them. */
#include "compiler/lower/ir.h"
#include "compiler/lower/visit.h"
#include "runtime/base/limits.h"

/* ---- enumerations and types ---- */

uint8_t tables_get_reg_type(const Type *type, uint16_t *enumeration)
{
    *enumeration = NO_INDEX;
    switch (type->kind) {
    case TY_YES_NO: return REG_BOOL;
    case TY_INTEGER: return REG_INT;
    case TY_REAL: return REG_REAL;
    case TY_DATE: return REG_DATE;
    case TY_ENUM: *enumeration = (uint16_t)type->enumeration->index; return REG_ENUM;
    default: return REG_DEC;
    }
}

static Str get_value_label(const Compilation *c, const AstEnum *enumeration, uint32_t index)
{
    Str label =
        index < enumeration->labels.count ? enumeration->labels.items[index].text : STR_NONE;

    return label.len > 0 ? label
                         : labels_make(&c->labels, enumeration->values.items[index].text, false);
}

static void build_enums(Compilation *c)
{
    Ast *ast = c->ast;
    Program *p = c->program;
    p->enum_count = (uint16_t)(ast->enums.count + 1);
    p->enums = ARENA_ARRAY(c->arena, EnumInfo, p->enum_count);
    static const Str yes_no[2] = { { "no", 2 }, { "yes", 3 } };
    Str *words = arena_copy(c->arena, yes_no, sizeof yes_no);
    p->enums[0] = (EnumInfo){ .name = STR("yes_no"), .count = 2, .values = words, .labels = words };
    for (uint32_t i = 0; i < ast->enums.count; i++) {
        AstEnum *e = ast->enums.items[i];
        e->index = i + 1;
        EnumInfo *info = &p->enums[i + 1];
        *info = (EnumInfo){ .name = e->name.text,
                            .ordered = e->ordered,
                            .count = (uint16_t)e->values.count };
        info->values = ARENA_ARRAY(c->arena, Str, e->values.count);
        info->labels = ARENA_ARRAY(c->arena, Str, e->values.count);
        for (uint32_t v = 0; v < e->values.count; v++) {
            info->values[v] = e->values.items[v].text;
            info->labels[v] = get_value_label(c, e, v);
        }
    }
}

/* ---- the schema ---- */

static void set_range(FieldInfo *info, const AstTypeRef *ref)
{
    info->lo = ref->lo;
    info->hi = ref->hi;
    if (info->type == REG_DATE) {
        if (info->lo < DAY_MIN) {
            info->lo = DAY_MIN;
        }
        if (info->hi > DAY_MAX) {
            info->hi = DAY_MAX;
        }
    }
}

static void build_field(Compilation *c, AstField *field, FieldRole role, uint16_t list)
{
    Program *p = c->program;
    FieldInfo *info = &p->fields[p->field_count];
    field->index = p->field_count++;
    const Type *type = &field->type_ref.type;
    *info = (FieldInfo){ .path = field->path.text,
                         .label = labels_get_title(&c->labels, field->label.text, field->path.text),
                         .role = (uint8_t)role,
                         .list = list,
                         .reg = NO_INDEX,
                         .enumeration = NO_INDEX,
                         .unit = type->unit };
    if (type->kind == TY_KEY) {
        info->role = FIELD_KEY;
    } else if (type->kind == TY_TEXT) {
        info->role = FIELD_TEXT;
    } else {
        info->type = tables_get_reg_type(type, &info->enumeration);
    }
    set_range(info, &field->type_ref);
    info->modifiable = field->modifiable;
    info->error = field->has_error ? field->error_grid : 0;
    info->cost = field->has_cost ? field->cost : 0;
    info->code_count = (uint16_t)field->codes.count;
    info->codes = ARENA_ARRAY(c->arena, Str, field->codes.count);
    for (uint32_t i = 0; i < field->codes.count; i++) {
        info->codes[i] = str_format(c->arena, "%S %S", field->codes.items[i].system.text,
                                    field->codes.items[i].code.text);
    }
    if (info->role == FIELD_KEY) {
        if (list == NO_INDEX) {
            p->key_field = (uint16_t)field->index;
        } else {
            p->lists[list].key_field = (uint16_t)field->index;
        }
    }
}

static void build_list(Compilation *c, AstField *field)
{
    Program *p = c->program;
    uint16_t index = p->list_count++;
    ListInfo *list = &p->lists[index];
    AstRecord *record = field->type_ref.type.record;
    *list = (ListInfo){ .path = field->path.text,
                        .label = labels_get_title(&c->labels, field->label.text, field->path.text),
                        .element = labels_make(&c->labels, record->name.text, false),
                        .least = (uint16_t)field->type_ref.lo,
                        .most = (uint16_t)field->type_ref.hi,
                        .first_field = p->field_count,
                        .key_field = NO_INDEX,
                        .complete_field = NO_INDEX,
                        .counted_by = NO_INDEX,
                        .largest_by = NO_INDEX,
                        .largest_field = NO_INDEX };
    field->index = index;
    for (uint32_t i = 0; i < record->fields.count; i++) {
        build_field(c, record->fields.items[i], FIELD_ELEMENT, index);
    }
    list->field_count = (uint16_t)(p->field_count - list->first_field);
}

/* `complete unless`, `counted by`, `largest by`: known only when every field has its number. */
static void link_list(Compilation *c, AstField *field)
{
    Program *p = c->program;
    ListInfo *list = &p->lists[field->index];
    if (field->complete_ref) {
        list->complete_field = (uint16_t)field->complete_ref->index;
        list->complete_unless = UINT64_C(1) << field->complete_index;
        p->fields[list->complete_field].used = true;
    }
    if (field->counted_ref) {
        list->counted_by = (uint16_t)field->counted_ref->index;
        p->fields[list->counted_by].used = true;
    }
    if (field->largest_ref && field->largest_field_ref) {
        list->largest_by = (uint16_t)field->largest_ref->index;
        list->largest_field = (uint16_t)field->largest_field_ref->index;
        p->fields[list->largest_by].used = true;
    }
}

static void build_gap(Compilation *c, AstGap *gap)
{
    Program *p = c->program;
    FieldInfo *info = &p->fields[p->field_count];
    gap->index = p->field_count++;
    *info = (FieldInfo){ .path = gap->name.text,
                         .label = labels_get_title(&c->labels, gap->text.text, gap->name.text),
                         .role = FIELD_GAP,
                         .list = NO_INDEX,
                         .reg = NO_INDEX,
                         .enumeration = NO_INDEX,
                         .unit = gap->type_ref.type.unit,
                         .policy = gap->policy,
                         .policy_text = gap->policy_text.text,
                         .place = gap->place.text,
                         .used = false };
    info->type = tables_get_reg_type(&gap->type_ref.type, &info->enumeration);
    set_range(info, &gap->type_ref);
    uint32_t count;
    info->statements = tables_add_statements(c, &gap->from, &count);
    info->statement_count = count;
}

static uint32_t count_fields(const Ast *ast)
{
    uint32_t count = ast->gaps.count + 1;
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        const AstField *field = ast->patient.items[i];
        count +=
            field->type_ref.type.kind == TY_LIST ? field->type_ref.type.record->fields.count : 1;
    }
    return count;
}

static void build_schema(Compilation *c)
{
    Ast *ast = c->ast;
    Program *p = c->program;
    p->fields = ARENA_ARRAY(c->arena, FieldInfo, count_fields(ast));
    p->lists = ARENA_ARRAY(c->arena, ListInfo, ast->patient.count);
    p->key_field = p->as_of_field = NO_INDEX;
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        AstField *field = ast->patient.items[i];
        if (field->type_ref.type.kind == TY_LIST) {
            build_list(c, field);
        } else {
            build_field(c, field, FIELD_SCALAR, NO_INDEX);
        }
    }
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        if (ast->patient.items[i]->type_ref.type.kind == TY_LIST) {
            link_list(c, ast->patient.items[i]);
        }
    }
    for (uint32_t i = 0; i < ast->gaps.count; i++) {
        build_gap(c, ast->gaps.items[i]);
    }
    if (ast->reads_date) {
        p->as_of_field = p->field_count++;
        p->fields[p->as_of_field] = (FieldInfo){ .path = STR("as_of"),
                                                 .role = FIELD_AS_OF,
                                                 .type = REG_DATE,
                                                 .enumeration = NO_INDEX,
                                                 .list = NO_INDEX,
                                                 .reg = NO_INDEX,
                                                 .lo = DAY_MIN,
                                                 .hi = DAY_MAX };
    }
}

/* ---- statements, reasons, natives ---- */

uint32_t tables_add_statements(Compilation *c, const AstFrom *from, uint32_t *count)
{
    uint32_t first = c->statement_refs.count;
    for (uint32_t i = 0; i < from->statements.count; i++) {
        vec_add(c->arena, &c->statement_refs, from->statements.items[i]->index);
    }
    *count = c->statement_refs.count - first;
    return first;
}

static uint32_t add_refs(Compilation *c, const int32_t *items, uint32_t count)
{
    uint32_t first = c->refs.count;
    for (uint32_t i = 0; i < count; i++) {
        vec_add(c->arena, &c->refs, items[i]);
    }
    return first;
}

static void build_statements(Compilation *c)
{
    Ast *ast = c->ast;
    Program *p = c->program;
    p->statement_count = ast->statements.count;
    p->statements = ARENA_ARRAY(c->arena, StatementInfo, ast->statements.count);
    for (uint32_t i = 0; i < ast->statements.count; i++) {
        AstStatement *s = ast->statements.items[i];
        s->index = i;
        p->statements[i] =
            (StatementInfo){ .id = s->id.text,
                             .text = s->text.text,
                             .source = s->source.text,
                             .place = s->place.text,
                             .section = s->section.text,
                             .strength = s->strength_index,
                             .ref_count = s->refs.count,
                             .evidence = s->evidence.text,
                             .role = str_equal(s->role.text, STR("figure"))    ? STATEMENT_FIGURE
                                     : str_equal(s->role.text, STR("context")) ? STATEMENT_CONTEXT
                                                                               : STATEMENT_RULE };
        p->statements[i].refs = add_refs(c, s->refs.items, s->refs.count);
    }
}

static Str get_reason_label(const Compilation *c, const AstReason *reason)
{
    Str label = reason->label.text;

    return label.len > 0 ? label : labels_make(&c->labels, reason->name.text, false);
}

static void build_reasons(Compilation *c)
{
    Ast *ast = c->ast;
    Program *p = c->program;
    p->reason_count = ast->reasons.count;
    p->reasons = ARENA_ARRAY(c->arena, ReasonInfo, ast->reasons.count);
    for (uint32_t i = 0; i < ast->reasons.count; i++) {
        AstReason *r = ast->reasons.items[i];
        r->index = i;
        p->reasons[i] = (ReasonInfo){ .name = r->name.text, .label = get_reason_label(c, r) };
        p->reasons[i].statements =
            tables_add_statements(c, &r->from, &p->reasons[i].statement_count);
    }
}

static void build_natives(Compilation *c)
{
    Ast *ast = c->ast;
    Program *p = c->program;
    p->native_count = (uint16_t)ast->natives.count;
    p->natives = ARENA_ARRAY(c->arena, NativeInfo, ast->natives.count);
    for (uint32_t i = 0; i < ast->natives.count; i++) {
        AstNative *n = ast->natives.items[i];
        NativeInfo *info = &p->natives[i];
        n->index = i;
        uint16_t enumeration;
        *info = (NativeInfo){ .name = n->name.text,
                              .library = n->library.text,
                              .symbol = n->symbol.text,
                              .parameter_count = (uint8_t)n->parameters.count,
                              .result_unit = n->result.type.unit };
        info->result = tables_get_reg_type(&n->result.type, &enumeration);
        for (uint32_t k = 0; k < n->parameters.count && k < LIMIT_NATIVE_PARAMETERS; k++) {
            info->parameters[k] =
                tables_get_reg_type(&n->parameters.items[k]->type_ref.type, &enumeration);
            info->parameter_units[k] = n->parameters.items[k]->type_ref.type.unit;
        }
    }
}

static void build_header(Compilation *c)
{
    Ast *ast = c->ast;
    Program *p = c->program;
    p->arena = c->arena;
    p->name = ast->main->name.text;
    p->version = ast->main->version.text;
    p->title = ast->main->title.text;
    p->issued_by = ast->main->issued_by.text;
    p->review_by = ast->main->review_by.text;
    p->reads_date = ast->reads_date;
    p->strength_count = (uint16_t)ast->strengths.count;
    p->strengths = ARENA_ARRAY(c->arena, Str, ast->strengths.count);
    for (uint32_t i = 0; i < ast->strengths.count; i++) {
        p->strengths[i] = ast->strengths.items[i].text;
    }
    p->source_count = (uint16_t)ast->all_sources.count;
    p->sources = ARENA_ARRAY(c->arena, SourceInfo, ast->all_sources.count);
    for (uint32_t i = 0; i < ast->all_sources.count; i++) {
        p->sources[i] = (SourceInfo){ ast->all_sources.items[i].name.text,
                                      ast->all_sources.items[i].title.text };
    }
}

/* ---- blocks: which rules become code, in dependency order ---- */

uint32_t tables_get_block(const AstRule *rule, uint32_t result_index)
{
    return rule->index + result_index;
}

static bool is_reported(const AstRule *rule)
{
    return rule->kind != RULE_DEFINE;
}

static void mark_read(void *context, Expr *e)
{
    (void)context;
    if (e->rule && (e->kind == EX_RULE || e->kind == EX_APPLIES || e->kind == EX_CALL)) {
        e->rule->index = 1;
    }
}

/* Rules that a report shows, and what they read. `ordered` has each rule after those it reads. */
static void mark_needed(Ast *ast)
{
    for (uint32_t i = 0; i < ast->ordered.count; i++) {
        ast->ordered.items[i]->index = is_reported(ast->ordered.items[i]);
    }
    for (uint32_t i = ast->ordered.count; i-- > 0;) {
        if (ast->ordered.items[i]->index) {
            visit_rule(ast->ordered.items[i], mark_read, NULL);
        }
    }
}

static BlockKind get_block_kind(const AstRule *rule)
{
    switch (rule->kind) {
    case RULE_ADVISE: return BLOCK_ADVICE;
    case RULE_CAUTION: return BLOCK_CAUTION;
    case RULE_DEFINE: return BLOCK_DEFINE;
    default: return BLOCK_DECISION;
    }
}

static BodyKind get_body_kind(const AstRule *rule)
{
    if (rule->body == RULE_TABLE) {
        return rule->table->first ? BODY_FIRST : BODY_UNIQUE;
    }
    if (rule->body != RULE_CASES) {
        return BODY_EXPR;
    }
    return rule->mode == CASES_FIRST   ? BODY_FIRST
           : rule->mode == CASES_WORST ? BODY_WORST
                                       : BODY_UNIQUE;
}

/* References printed with the rule: its own, else those of its statements, each once. */
static void set_refs(Compilation *c, const AstRule *rule, BlockInfo *info)
{
    info->refs = c->refs.count;
    if (rule->has_refs) {
        for (uint32_t i = 0; i < rule->refs.count; i++) {
            vec_add(c->arena, &c->refs, rule->refs.items[i]);
        }
    } else {
        for (uint32_t s = 0; s < rule->from.statements.count; s++) {
            const AstStatement *statement = rule->from.statements.items[s];
            for (uint32_t i = 0; i < statement->refs.count; i++) {
                bool seen = false;
                for (uint32_t k = info->refs; k < c->refs.count && !seen; k++) {
                    seen = c->refs.items[k] == statement->refs.items[i];
                }
                if (!seen) {
                    vec_add(c->arena, &c->refs, statement->refs.items[i]);
                }
            }
        }
    }
    info->ref_count = c->refs.count - info->refs;
}

static void set_shows(Compilation *c, const AstRule *rule, BlockInfo *info)
{
    info->shows = c->statement_refs.count;
    for (uint32_t i = 0; i < rule->show_statements.count; i++) {
        vec_add(c->arena, &c->statement_refs, rule->show_statements.items[i]->index);
    }
    info->show_count = rule->show_statements.count;
}

static void set_result_type(const AstRule *rule, const AstResult *result, BlockInfo *info)
{
    info->lo = INT64_MIN;
    info->hi = INT64_MAX;
    if (rule->kind == RULE_ADVISE || rule->kind == RULE_CAUTION) {
        return;
    }
    info->unit = result->type_ref.type.unit;
    if (result->has_type) {
        info->lo = result->type_ref.lo;
        info->hi = result->type_ref.hi;
    }
}

/* What an answer is called: its own label, that of its rule, or the words of its name. */
static Str get_title(const Compilation *c, const AstRule *rule, const AstResult *result)
{
    Str label = result && result->label.text.len > 0 ? result->label.text : rule->label.text;

    return labels_get_title(&c->labels, label, result ? result->name.text : rule->name.text);
}

static void build_block(Compilation *c, AstRule *rule, uint32_t result_index)
{
    IrBlock *b = ARENA_NEW(c->arena, IrBlock);
    b->table = ir_table_create(c->arena);
    b->rule = rule;
    b->result_index = result_index;
    b->list = rule->list ? (uint16_t)rule->list->index : NO_INDEX;
    SourcePlace place = source_locate(c->ast->sources, rule->span);
    bool named = rule->results.count > result_index;
    b->info =
        (BlockInfo){ .kind = (uint8_t)get_block_kind(rule),
                     .body = (uint8_t)get_body_kind(rule),
                     .gate = rule->is_gate,
                     .outside = rule->from.outside,
                     .reported = is_reported(rule),
                     .score = rule->kind == RULE_SCORE,
                     .name = named ? rule->results.items[result_index].name.text : rule->name.text,
                     .title = get_title(c, rule, named ? &rule->results.items[result_index] : NULL),
                     .outside_text = rule->from.outside_text.text,
                     .list = b->list,
                     .when = NO_INDEX,
                     .against = rule->against,
                     .strength = rule->strength_index,
                     .evidence = rule->evidence.text,
                     .timing = rule->timing.text,
                     .line = place.line,
                     .file =
                         source_name_from(c->ast->sources, rule->span.file, c->ast->main->file) };
    if (rule->kind != RULE_ADVISE) {
        b->info.strength = NO_INDEX;
    }
    set_result_type(rule, named ? &rule->results.items[result_index] : NULL, &b->info);
    b->info.statements = tables_add_statements(c, &rule->from, &b->info.statement_count);
    set_refs(c, rule, &b->info);
    set_shows(c, rule, &b->info);
    vec_add(c->arena, &c->blocks, b);
}

static uint32_t count_results(const AstRule *rule)
{
    return rule->results.count ? rule->results.count : 1;
}

static void build_blocks(Compilation *c)
{
    Ast *ast = c->ast;
    mark_needed(ast);
    for (uint32_t i = 0; i < ast->ordered.count; i++) {
        AstRule *rule = ast->ordered.items[i];
        bool wanted = rule->index && rule->parameters.count == 0;
        rule->index = wanted ? c->blocks.count : NO_INDEX32;
        for (uint32_t r = 0; wanted && r < count_results(rule); r++) {
            build_block(c, rule, r);
        }
    }
    Program *p = c->program;
    p->block_count = c->blocks.count;
    p->declared = ARENA_ARRAY(c->arena, uint32_t, c->blocks.count);
    uint32_t n = 0;
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        AstRule *rule = ast->rules.items[i];
        for (uint32_t r = 0; rule->index != NO_INDEX32 && r < count_results(rule); r++) {
            p->declared[n++] = rule->index + r;
        }
    }
}

/* ---- cautions that belong to an advice: their trigger names it with `applies` ---- */

typedef struct Naming {
    uint32_t advice, caution;
} Naming;
typedef VEC(Naming) NamingList;
typedef struct NamingSearch {
    Compilation *c;
    NamingList *list;
    uint32_t caution;
} NamingSearch;

static void find_named_advice(void *context, Expr *e)
{
    NamingSearch *search = context;
    if (e->kind != EX_APPLIES || !e->rule) {
        return;
    }
    NamingList *list = search->list;
    for (uint32_t i = list->count; i-- > 0 && list->items[i].caution == search->caution;) {
        if (list->items[i].advice == e->rule->index) {
            return;
        }
    }
    vec_add(search->c->arena, list, ((Naming){ e->rule->index, search->caution }));
}

/* Two passes over the pairs: count per advice, then place; cautions keep the order of declaration.
 */
static void link_cautions(Compilation *c)
{
    NamingList list = { 0 };
    for (uint32_t i = 0; i < c->program->block_count; i++) {
        uint32_t k = c->program->declared[i];
        NamingSearch search = { c, &list, k };
        if (c->blocks.items[k]->info.kind == BLOCK_CAUTION) {
            visit_rule(c->blocks.items[k]->rule, find_named_advice, &search);
        }
    }
    for (uint32_t i = 0; i < list.count; i++) {
        c->blocks.items[list.items[i].advice]->info.caution_count++;
    }
    uint32_t first = c->block_refs.count;
    for (uint32_t i = 0; i < c->blocks.count; i++) {
        BlockInfo *info = &c->blocks.items[i]->info;
        info->cautions = first;
        first += info->caution_count;
        info->caution_count = 0;
    }
    while (c->block_refs.count < first) {
        vec_add(c->arena, &c->block_refs, 0);
    }
    for (uint32_t i = 0; i < list.count; i++) {
        BlockInfo *info = &c->blocks.items[list.items[i].advice]->info;
        c->block_refs.items[info->cautions + info->caution_count++] = list.items[i].caution;
    }
}

void tables_build(Compilation *c)
{
    labels_init(&c->labels, c->arena, c->ast);
    build_header(c);
    build_enums(c);
    build_statements(c);
    build_reasons(c);
    build_schema(c);
    build_natives(c);
    build_blocks(c);
    link_cautions(c);
}
