/* coverage_points.c - one walk over the rules. A condition is cut at its connectives: what remains
 * are questions of yes or no, and those that hold a value against a constant are thresholds. */
#include "compiler/testing/coverage_points.h"
#include "compiler/lower/visit.h"

typedef struct Collector {
    Arena *arena;
    const RuleIndex *index;
    CoveragePoints *points;
    Probes *probes;
    CoverageFallbacks *fallbacks;
    uint32_t entry;
    VEC(const AstField *) facts;
} Collector;

/* ---- names ---- */

typedef struct KindInfo {
    const char *name, *plural, *sides[COVERAGE_SIDES];
} KindInfo;
static const KindInfo KINDS[] = {
#define KIND(id, one, many, a, b, c) { one, many, { a, b, c } },
    COVERAGE_KINDS(KIND)
#undef KIND
};

const char *coverage_kind_get_name(CoverageKind kind)
{
    return KINDS[kind].name;
}
const char *coverage_kind_get_plural(CoverageKind kind)
{
    return KINDS[kind].plural;
}
const char *coverage_kind_get_side(CoverageKind kind, unsigned side)
{
    return KINDS[kind].sides[side];
}

/* ---- points ---- */

static CoveragePoint *add_point(Collector *c, CoverageKind kind, Span span)
{
    CoveragePoint point = { .kind = kind, .span = span, .entry = c->entry, .boundary = NO_PART };
    for (unsigned i = 0; i < COVERAGE_SIDES; i++) {
        point.has[i] = KINDS[kind].sides[i] != NULL;
    }
    vec_add(c->arena, c->points, point);
    return &c->points->items[c->points->count - 1];
}

/* A point that the engine is asked about. */
static CoveragePoint *watch(Collector *c, CoverageKind kind, Span span, const void *node)
{
    probe_want(c->probes, node, c->points->count);
    return add_point(c, kind, span);
}

static void watch_threshold(Collector *c, const Expr *e)
{
    CoveragePoint *point = watch(c, COVERAGE_THRESHOLD, e->span, e);
    point->boundary = c->points->count;
    add_point(c, COVERAGE_BOUNDARY, e->span);
}

/* ---- conditions ---- */

static void find_open_gap(void *context, Expr *e)
{
    const AstGap **gap = context;
    if (e->kind == EX_GAP && !e->gap->policy) {
        *gap = e->gap;
    }
}

/* A gap in it that nobody may settle: its value is never known. */
static const AstGap *get_open_gap(Expr *e)
{
    const AstGap *gap = NULL;
    visit_expr(e, find_open_gap, &gap);
    return gap;
}

static bool is_constant(const Expr *e)
{
    while (e->kind == EX_NEG) {
        e = e->args[0];
    }
    return e->kind == EX_NUMBER || e->kind == EX_DATE || e->kind == EX_VALUE;
}

static void walk(Collector *c, Expr *e);

static void walk_args(Collector *c, const Expr *e, uint32_t first)
{
    for (uint32_t i = first; i < e->arg_count; i++) {
        walk(c, e->args[i]);
    }
}

/* Bounds and numbers of a list are thresholds, each its own; names of an enumeration are one
 * question. */
static void walk_items(Collector *c, const Expr *e)
{
    bool names = false;
    for (uint32_t i = 1; i < e->arg_count; i++) {
        const Expr *item = e->args[i];
        bool numbers = e->args[0]->type.kind != TY_ENUM;
        if (item->kind == EX_RANGE && numbers) {
            watch_threshold(c, item->args[0]);
            watch_threshold(c, item->args[1]);
        } else if (numbers && is_constant(item)) {
            watch_threshold(c, item);
        } else {
            names = true;
        }
    }
    if (names) {
        watch(c, COVERAGE_CONDITION, e->span, e);
    }
}

static void walk_question(Collector *c, const Expr *e)
{
    CoveragePoint *point = watch(c, COVERAGE_CONDITION, e->span, e);
    if (e->kind != EX_MISSING) {
        return;
    }
    point->field = e->args[0]->field;
    point->known = e->negated;
}

static void walk_condition(Collector *c, Expr *e)
{
    bool connects = e->kind == EX_NOT || e->kind == EX_AND || e->kind == EX_OR;
    if (!connects && get_open_gap(e)) {
        walk_args(c, e, 0);
        return;
    }
    switch (e->kind) {
    case EX_NOT:
    case EX_AND:
    case EX_OR: walk_args(c, e, 0); break;
    case EX_YES_NO:
    case EX_ALWAYS: break;
    case EX_COMPARE:
        if (is_constant(e->args[0]) || is_constant(e->args[1])) {
            watch_threshold(c, e);
        } else {
            watch(c, COVERAGE_CONDITION, e->span, e);
        }
        walk_args(c, e, 0);
        break;
    case EX_IN:
        walk_items(c, e);
        if (e->args[0]->type.kind != TY_YES_NO) {
            walk(c, e->args[0]);
        }
        break;
    case EX_MISSING:
    case EX_PARTIAL:
    case EX_SETTLED:
    case EX_OPEN:
    case EX_MAY_BE:
    case EX_NEEDS_FACTS: walk_question(c, e); break;
    case EX_ELSE: watch(c, COVERAGE_CONDITION, e->span, e); break;
    case EX_ANY:
    case EX_ALL:
        watch(c, COVERAGE_CONDITION, e->span, e);
        walk_args(c, e, 1);
        break;
    case EX_IS:
        watch(c, COVERAGE_CONDITION, e->span, e);
        if (e->args[0]->type.kind != TY_YES_NO) {
            walk(c, e->args[0]);
        }
        break;
    default:
        watch(c, COVERAGE_CONDITION, e->span, e);
        walk_args(c, e, 0);
        break;
    }
}

/* The depth of a tree is limited when it is built. */
static void walk(Collector *c, Expr *e)
{
    if (!e) {
        return;
    }
    if (e->type.kind == TY_YES_NO) {
        walk_condition(c, e);
    } else if (e->kind != EX_ELSE) {
        walk_args(c, e, 0);
    }
}

/* ---- rules ---- */

static void walk_results(Collector *c, const AstRule *rule, Expr **results)
{
    for (uint32_t i = 0; results && i < rule->results.count; i++) {
        walk(c, results[i]);
    }
}

static void walk_cases(Collector *c, AstRule *rule)
{
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        AstCase *one = &rule->cases.items[i];
        watch(c, COVERAGE_CASE, one->span, one)->gap = get_open_gap(one->when);
        walk(c, one->when);
        walk_results(c, rule, one->results);
    }
    for (uint32_t i = 0; i < rule->points.count; i++) {
        AstPoints *one = &rule->points.items[i];
        watch(c, COVERAGE_CASE, one->span, one);
        walk(c, one->when);
    }
    if (rule->otherwise) {
        watch(c, COVERAGE_CASE, rule->otherwise[0]->span, &rule->otherwise);
    }
    walk_results(c, rule, rule->otherwise);
}

/* A yes_no column that asks one thing is asked by its cells. */
static bool is_plain_question(const Expr *column)
{
    bool made = column->kind == EX_AND || column->kind == EX_OR || column->kind == EX_NOT ||
                column->kind == EX_COMPARE || column->kind == EX_IN;
    return column->type.kind == TY_YES_NO && !made;
}

static void walk_table(Collector *c, const AstRule *rule, AstTable *table)
{
    for (uint32_t i = 0; i < table->columns.count; i++) {
        if (!is_plain_question(table->columns.items[i])) {
            walk(c, table->columns.items[i]);
        }
    }
    for (uint32_t i = 0; i < table->rows.count; i++) {
        AstRow *row = &table->rows.items[i];
        uint32_t point = c->points->count;
        watch(c, COVERAGE_ROW, row->span, row);
        for (uint32_t k = 0; k < row->cells.count; k++) {
            const AstCell *cell = &row->cells.items[k];
            const AstGap *gap = cell->any ? NULL : get_open_gap(cell->test);
            if (gap) {
                c->points->items[point].gap = gap;
            }
            if (cell->any || gap) {
                continue;
            }
            if (cell->test->kind == EX_COMPARE) {
                watch_threshold(c, cell->test);
            } else {
                walk_items(c, cell->test);
            }
        }
        walk_results(c, rule, row->results);
    }
    if (table->otherwise) {
        watch(c, COVERAGE_ROW, table->otherwise[0]->span, &table->otherwise);
    }
    walk_results(c, rule, table->otherwise);
}

static void walk_rule(Collector *c, AstRule *rule)
{
    if (rule->kind == RULE_ADVISE) {
        add_point(c, COVERAGE_ADVICE, rule->name.span);
    }
    if (rule->kind == RULE_CAUTION) {
        add_point(c, COVERAGE_CAUTION, rule->name.span);
    }
    walk(c, rule->means);
    walk_cases(c, rule);
    if (rule->table) {
        walk_table(c, rule, rule->table);
    }
    walk(c, rule->when);
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        watch(c, COVERAGE_UNLESS, rule->unless.items[i].span, &rule->unless.items[i])->gap =
            get_open_gap(rule->unless.items[i].when);
        walk(c, rule->unless.items[i].when);
    }
}

/* ---- facts, statements ---- */

static void note_fact(void *context, Expr *e)
{
    Collector *c = context;
    if (e->kind == EX_ELSE && e->args[0]->kind == EX_FIELD && !e->args[0]->element) {
        vec_add(c->arena, c->fallbacks, ((CoverageFallback){ c->entry, e->args[0]->field }));
    }
    if (e->kind != EX_FIELD && e->kind != EX_LIST) {
        return;
    }
    TypeKind kind = e->field->type_ref.type.kind;
    if (kind == TY_TEXT || kind == TY_KEY) {
        return;
    }
    for (uint32_t i = 0; i < c->facts.count; i++) {
        if (c->facts.items[i] == e->field) {
            return;
        }
    }
    vec_add(c->arena, &c->facts, e->field);
}

static void add_fact(Collector *c, const AstField *field)
{
    for (uint32_t i = 0; i < c->facts.count; i++) {
        if (c->facts.items[i] == field) {
            add_point(c, COVERAGE_FACT, field->path.span)->field = field;
        }
    }
}

/* As the schema declares them, a list before what is in it. */
static void add_facts(Collector *c)
{
    c->entry = NO_PART;
    for (uint32_t i = 0; i < c->index->ast->patient.count; i++) {
        const AstField *field = c->index->ast->patient.items[i];
        add_fact(c, field);
        if (field->type_ref.type.kind != TY_LIST) {
            continue;
        }
        const AstRecord *record = field->type_ref.type.record;
        for (uint32_t k = 0; k < record->fields.count; k++) {
            add_fact(c, record->fields.items[k]);
        }
    }
}

static void add_statements(Collector *c)
{
    c->entry = NO_PART;
    for (uint32_t i = 0; i < c->index->ast->statements.count; i++) {
        const AstStatement *s = c->index->ast->statements.items[i];
        if (!s->role.text.len) {
            add_point(c, COVERAGE_STATEMENT, s->id.span)->statement = i;
        }
    }
}

static void add_gap(Collector *c, const AstGap *gap)
{
    add_point(c, COVERAGE_GAP, gap->name.span)->has[1] = gap->policy;
}

void coverage_points_collect(Arena *arena, const RuleIndex *index, CoveragePoints *points,
                             Probes *probes, CoverageFallbacks *fallbacks)
{
    Collector c = {
        .arena = arena, .index = index, .points = points, .probes = probes, .fallbacks = fallbacks
    };
    add_statements(&c);
    for (c.entry = 0; c.entry < index->entries.count; c.entry++) {
        const RuleEntry *entry = &index->entries.items[c.entry];
        if (!entry->live || index->ast->sources->files.items[entry->span.file].builtin) {
            continue;
        }
        if (entry->gap) {
            add_gap(&c, entry->gap);
        }
        if (!entry->rule) {
            continue;
        }
        walk_rule(&c, entry->rule);
        visit_rule(entry->rule, note_fact, &c);
    }
    add_facts(&c);
}
