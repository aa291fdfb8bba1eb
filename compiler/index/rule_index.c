/* rule_index.c - one walk over the declarations, then the reverse directions. */
#include "compiler/index/rule_index.h"
#include "compiler/lower/visit.h"
#include "runtime/base/map.h"

typedef struct Builder {
    Arena *arena;
    RuleIndex *index;
    Map statements, entries; /* address of the node -> its number; the tree's own index fields
                                belong to the compiler */
    uint32_t entry;          /* that is being filled */
} Builder;

static Str get_key(const void *const *node)
{
    return (Str){ (const char *)node, sizeof *node };
}

static uint32_t find_number(const Map *map, const void *node)
{
    return map_find(map, get_key(&node));
}

static void add_number(Builder *b, Map *map, const void *node, uint32_t number)
{
    map_add(map, str_copy(b->arena, get_key(&node)), number);
}

/* ---- entries ---- */

static RuleEntryKind get_rule_kind(const AstRule *rule)
{
    switch (rule->kind) {
    case RULE_DEFINE: return RULE_ENTRY_DEFINE;
    case RULE_DECISION: return RULE_ENTRY_DECISION;
    case RULE_SCORE: return RULE_ENTRY_SCORE;
    case RULE_ADVISE: return rule->against ? RULE_ENTRY_AGAINST : RULE_ENTRY_ADVICE;
    default: return RULE_ENTRY_CAUTION;
    }
}

static Str get_rule_title(const AstRule *rule)
{
    if (rule->results.count && rule->results.items[0].label.text.ptr) {
        return rule->results.items[0].label.text;
    }
    return rule->label.text;
}

static RuleEntry make_rule_entry(AstRule *rule)
{
    Name name = rule->results.count ? rule->results.items[0].name : rule->name;
    return (RuleEntry){ .kind = get_rule_kind(rule),
                        .name = name.text,
                        .title = get_rule_title(rule),
                        .span = name.span,
                        .rule = rule,
                        .live = rule->kind != RULE_DEFINE };
}

static RuleEntry make_gap_entry(AstGap *gap)
{
    return (RuleEntry){ .kind = gap->policy ? RULE_ENTRY_POLICY : RULE_ENTRY_GAP,
                        .name = gap->name.text,
                        .title = gap->text.text,
                        .span = gap->name.span,
                        .gap = gap };
}

static RuleEntry make_check_entry(AstCheck *check)
{
    return (RuleEntry){ .kind = RULE_ENTRY_CHECK,
                        .name = check->text.text,
                        .span = check->text.span,
                        .check = check,
                        .live = true };
}

static void add_entry(Builder *b, const AstModule *module, const AstDecl *decl)
{
    RuleEntry entry;
    switch (decl->kind) {
    case DECL_RULE: entry = make_rule_entry(decl->node); break;
    case DECL_GAP: entry = make_gap_entry(decl->node); break;
    case DECL_CHECK: entry = make_check_entry(decl->node); break;
    default: return;
    }
    entry.module = module;
    entry.decl = decl;
    add_number(b, &b->entries, decl->node, b->index->entries.count);
    vec_add(b->arena, &b->index->entries, entry);
}

static void add_entries(Builder *b, const Ast *ast)
{
    for (uint32_t m = 0; m < ast->modules.count; m++) {
        const AstModule *module = ast->modules.items[m];
        for (uint32_t i = 0; i < module->decls.count; i++) {
            add_entry(b, module, &module->decls.items[i]);
        }
    }
}

/* ---- uses of statements ---- */

static void add_use(Builder *b, RuleUse use)
{
    RuleIndex *index = b->index;
    IndexList *own = &index->entries.items[b->entry].uses;
    for (uint32_t i = 0; i < own->count; i++) {
        const RuleUse *other = &index->uses.items[own->items[i]];
        if (other->kind == use.kind && other->statement == use.statement &&
            other->part == use.part) {
            return;
        }
    }
    use.entry = b->entry;
    vec_add(b->arena, own, index->uses.count);
    vec_add(b->arena, &index->of_statement[use.statement], index->uses.count);
    vec_add(b->arena, &index->uses, use);
}

static void add_from(Builder *b, const AstFrom *from, RuleUse like)
{
    for (uint32_t i = 0; i < from->statements.count; i++) {
        RuleUse use = like;
        use.statement = find_number(&b->statements, from->statements.items[i]);
        if (!use.reason || use.span.file == UINT32_MAX) {
            use.span = from->ids.items[i].span;
        }
        add_use(b, use);
    }
}

static void add_because(Builder *b, const AstBecause *because, RuleUseKind kind, uint32_t part)
{
    RuleUse use = { .kind = kind,
                    .part = part,
                    .span = SPAN_NOWHERE,
                    .reason = because->reasons.count ? because->reasons.items[0] : NULL };
    if (because->from.statements.count) {
        add_from(b, &because->from, use);
        return;
    }
    for (uint32_t i = 0; i < because->reasons.count; i++) {
        use.reason = because->reasons.items[i];
        use.span = because->names.items[i].span;
        add_from(b, &use.reason->from, use);
    }
}

static void add_shows(Builder *b, const AstRule *rule)
{
    for (uint32_t i = 0; i < rule->show_statements.count; i++) {
        add_use(b, (RuleUse){ .kind = RULE_USE_SHOWS,
                              .part = NO_PART,
                              .span = rule->shows.items[i].span,
                              .statement =
                                  find_number(&b->statements, rule->show_statements.items[i]) });
    }
}

static void add_rule_uses(Builder *b, const AstRule *rule)
{
    add_from(b, &rule->from, (RuleUse){ .kind = RULE_USE_FROM, .part = NO_PART });
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        add_because(b, &rule->cases.items[i].because, RULE_USE_CASE, i);
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        add_because(b, &rule->unless.items[i].because, RULE_USE_UNLESS, i);
    }
    add_shows(b, rule);
}

/* ---- what reads what ---- */

static void add_read(void *context, Expr *e)
{
    Builder *b = context;
    const void *node = e->kind == EX_GAP ? (const void *)e->gap
                       : e->kind == EX_RULE || e->kind == EX_APPLIES || e->kind == EX_CALL
                           ? (const void *)e->rule
                           : NULL;
    uint32_t target = node ? find_number(&b->entries, node) : MAP_NONE;
    if (target == MAP_NONE) {
        return;
    }
    IndexList *reads = &b->index->entries.items[b->entry].reads;
    for (uint32_t i = 0; i < reads->count; i++) {
        if (reads->items[i] == target) {
            return;
        }
    }
    vec_add(b->arena, reads, target);
    vec_add(b->arena, &b->index->entries.items[target].read_by, b->entry);
}

static void add_checked(Builder *b, const AstCheck *check)
{
    visit_expr(check->subject, add_read, b);
    const RuleEntry *entry = &b->index->entries.items[b->entry];
    for (uint32_t i = 0; i < entry->reads.count; i++) {
        const RuleEntry *read = &b->index->entries.items[entry->reads.items[i]];
        for (uint32_t k = 0; k < read->uses.count; k++) {
            RuleUse use = b->index->uses.items[read->uses.items[k]];
            if (use.kind == RULE_USE_FROM) {
                add_use(b, (RuleUse){ .kind = RULE_USE_CHECKS,
                                      .statement = use.statement,
                                      .part = NO_PART,
                                      .span = check->text.span });
            }
        }
    }
}

static void fill_entry(Builder *b, const RuleEntry *entry)
{
    if (entry->rule) {
        add_rule_uses(b, entry->rule);
        visit_rule(entry->rule, add_read, b);
    }
    if (entry->gap) {
        add_from(b, &entry->gap->from, (RuleUse){ .kind = RULE_USE_FROM, .part = NO_PART });
    }
}

/* Checks last: they look at the uses of what they read, wherever that is declared. */
static void fill_entries(Builder *b)
{
    for (b->entry = 0; b->entry < b->index->entries.count; b->entry++) {
        fill_entry(b, &b->index->entries.items[b->entry]);
    }
    for (b->entry = 0; b->entry < b->index->entries.count; b->entry++) {
        if (b->index->entries.items[b->entry].check) {
            add_checked(b, b->index->entries.items[b->entry].check);
        }
    }
}

static void mark_live(Builder *b)
{
    IndexList todo = { 0 };
    for (uint32_t i = 0; i < b->index->entries.count; i++) {
        const RuleEntry *entry = &b->index->entries.items[i];
        if (entry->live && !entry->check) {
            vec_add(b->arena, &todo, i);
        }
    }
    while (todo.count) {
        const RuleEntry *entry = &b->index->entries.items[todo.items[--todo.count]];
        for (uint32_t i = 0; i < entry->reads.count; i++) {
            RuleEntry *read = &b->index->entries.items[entry->reads.items[i]];
            if (!read->live) {
                vec_add(b->arena, &todo, entry->reads.items[i]);
            }
            read->live = true;
        }
    }
}

const RuleIndex *rule_index_build(Arena *arena, const Ast *ast)
{
    Builder b = { .arena = arena, .index = ARENA_NEW(arena, RuleIndex) };
    b.index->ast = ast;
    b.index->of_statement = ARENA_ARRAY(arena, IndexList, ast->statements.count + 1);
    map_init(&b.statements, arena);
    map_init(&b.entries, arena);
    for (uint32_t i = 0; i < ast->statements.count; i++) {
        add_number(&b, &b.statements, ast->statements.items[i], i);
    }
    add_entries(&b, ast);
    fill_entries(&b);
    mark_live(&b);
    return b.index;
}

/* ---- asking ---- */

const RuleEntry *rule_index_get_rule(const RuleIndex *index, const AstRule *rule)
{
    for (uint32_t i = 0; i < index->entries.count; i++) {
        if (index->entries.items[i].rule == rule) {
            return &index->entries.items[i];
        }
    }
    return NULL;
}

const RuleEntry *rule_index_get_gap(const RuleIndex *index, const AstGap *gap)
{
    for (uint32_t i = 0; i < index->entries.count; i++) {
        if (index->entries.items[i].gap == gap) {
            return &index->entries.items[i];
        }
    }
    return NULL;
}

bool rule_index_is_implemented(const RuleIndex *index, uint32_t statement)
{
    const IndexList *list = &index->of_statement[statement];
    for (uint32_t i = 0; i < list->count; i++) {
        const RuleUse *use = &index->uses.items[list->items[i]];
        bool rests = use->kind == RULE_USE_FROM || use->kind == RULE_USE_CASE ||
                     use->kind == RULE_USE_UNLESS;
        if (rests && index->entries.items[use->entry].live) {
            return true;
        }
    }
    return false;
}

bool rule_index_is_shown(const RuleIndex *index, uint32_t statement)
{
    const IndexList *list = &index->of_statement[statement];
    for (uint32_t i = 0; i < list->count; i++) {
        if (index->uses.items[list->items[i]].kind == RULE_USE_SHOWS) {
            return true;
        }
    }
    return false;
}

Str rule_index_get_word(RuleEntryKind kind)
{
    static const char *const words[] = {
#define ENTRY(name, word) word,
        RULE_ENTRIES(ENTRY)
#undef ENTRY
    };
    return str_from_c(words[kind]);
}

Str rule_index_get_use_word(RuleUseKind kind)
{
    static const char *const words[] = {
#define USE(name, word) word,
        RULE_USES(USE)
#undef USE
    };
    return str_from_c(words[kind]);
}

Str rule_index_get_role(const AstStatement *statement)
{
    return statement->role.text.len ? statement->role.text : STR("rule");
}

Str rule_index_get_group(const RuleIndex *index, uint32_t statement)
{
    const AstStatement *s = index->ast->statements.items[statement];
    if (s->section.text.len) {
        return s->section.text;
    }
    for (uint32_t i = 0; i < index->ast->modules.count; i++) {
        const AstModule *module = index->ast->modules.items[i];
        if (module->file == s->span.file) {
            return module->title.text.len ? module->title.text : module->name.text;
        }
    }
    return STR("");
}
