/* coverage_sides.c - which states an advice or a caution can have at all. Advice `always` given is
 * never open; a gate that looks at the record only knows its answer. What cannot be is not asked of
 * the tests. */
#include "compiler/testing/coverage.h"

enum { MOST_KNOWN = 8 }; /* facts of which a condition asks first whether they are missing */

typedef struct Opening {
    const RuleIndex *index;
    const bool *open;                  /* per entry that was seen to */
    const AstField *known[MOST_KNOWN]; /* in the part of a condition at hand */
    unsigned known_count;
} Opening;

static bool is_known(const Opening *o, const AstField *field)
{
    for (unsigned i = 0; i < o->known_count; i++) {
        if (o->known[i] == field) {
            return true;
        }
    }
    return false;
}

static bool expr_can_be_open(Opening *o, const Expr *e);

/* `x is missing or P`: where P decides, x is known; likewise `x is known and P`. */
static bool pair_can_be_open(Opening *o, const Expr *e)
{
    const Expr *first = e->args[0];
    bool asks = first->kind == EX_MISSING && first->args[0]->kind == EX_FIELD &&
                !first->args[0]->element && first->negated == (e->kind == EX_AND) &&
                o->known_count < MOST_KNOWN;
    if (expr_can_be_open(o, first)) {
        return true;
    }
    if (asks) {
        o->known[o->known_count++] = first->args[0]->field;
    }
    bool open = expr_can_be_open(o, e->args[1]);
    if (asks) {
        o->known_count--;
    }
    return open;
}

static bool expr_can_be_open(Opening *o, const Expr *e)
{
    switch (e->kind) {
    case EX_YES_NO:
    case EX_NUMBER:
    case EX_DATE:
    case EX_TEXT:
    case EX_VALUE:
    case EX_ALWAYS:
    case EX_AS_OF:
    case EX_MISSING:
    case EX_PARTIAL:
    case EX_SETTLED:
    case EX_OPEN:
    case EX_MAY_BE:
    case EX_NEEDS_FACTS: return false;
    case EX_AND:
    case EX_OR: return pair_can_be_open(o, e);
    case EX_ELSE: return expr_can_be_open(o, e->args[1]);
    case EX_RULE:
    case EX_APPLIES:
        return o->open[rule_index_get_rule(o->index, e->rule) - o->index->entries.items];
    case EX_FIELD: return !is_known(o, e->field);
    case EX_LIST:
    case EX_GAP:
    case EX_CALL:
    case EX_NATIVE: return true;
    default: break;
    }
    for (uint32_t i = 0; i < e->arg_count; i++) {
        if (e->args[i] && expr_can_be_open(o, e->args[i])) {
            return true;
        }
    }
    return false;
}

static bool rule_can_be_open(Opening *o, const AstRule *rule)
{
    if (rule->body == RULE_CASES || rule->body == RULE_TABLE || rule->body == RULE_POINTS) {
        return true;
    }
    if (rule->when && expr_can_be_open(o, rule->when)) {
        return true;
    }
    if (rule->means && expr_can_be_open(o, rule->means)) {
        return true;
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        if (expr_can_be_open(o, rule->unless.items[i].when)) {
            return true;
        }
    }
    return rule->list != NULL; /* an element that is not listed */
}

static bool is_constant_yes(const AstRule *rule)
{
    return rule->when && rule->when->kind == EX_ALWAYS && rule->unless.count == 0;
}

void coverage_drop_impossible(Arena *arena, const RuleIndex *index, CoveragePoints *points)
{
    bool *open = ARENA_ARRAY(arena, bool, index->entries.count + 1);
    Opening o = { .index = index, .open = open };
    for (uint32_t i = 0; i < index->ast->ordered.count; i++) { /* each after those it reads */
        const AstRule *rule = index->ast->ordered.items[i];
        open[rule_index_get_rule(index, rule) - index->entries.items] = rule_can_be_open(&o, rule);
    }
    for (uint32_t i = 0; i < points->count; i++) {
        CoveragePoint *point = &points->items[i];
        if (point->kind != COVERAGE_ADVICE && point->kind != COVERAGE_CAUTION) {
            continue;
        }
        bool always = is_constant_yes(index->entries.items[point->entry].rule);
        if (always) {
            point->has[1] = false;
        }
        if (point->kind == COVERAGE_ADVICE && !open[point->entry]) {
            point->has[2] = false;
        }
    }
}
