/* places.c - one walk over the rules. */
#include "compiler/verify/places.h"

typedef struct Collector {
    Arena *arena;
    RulePlaces *places;
    Probes *probes;
} Collector;

const char *place_get_word(PlaceKind kind)
{
    static const char *const words[] = { "case", "row", "`otherwise`", "line", "exception" };
    return words[kind];
}

static void add_place(Collector *c, const AstRule *rule, PlaceKind kind, Span span,
                      const void *node)
{
    probe_want(c->probes, node, c->places->count);
    vec_add(c->arena, c->places, ((RulePlace){ kind, rule, span }));
}

static void add_otherwise(Collector *c, const AstRule *rule, Expr *const *const *otherwise)
{
    if (*otherwise) {
        add_place(c, rule, PLACE_OTHERWISE, (*otherwise)[0]->span, otherwise);
    }
}

static void add_table(Collector *c, const AstRule *rule, AstTable *table)
{
    for (uint32_t i = 0; i < table->rows.count; i++) {
        add_place(c, rule, PLACE_ROW, table->rows.items[i].span, &table->rows.items[i]);
    }
    add_otherwise(c, rule, (Expr *const *const *)&table->otherwise);
}

static void add_rule(Collector *c, AstRule *rule)
{
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        add_place(c, rule, PLACE_CASE, rule->cases.items[i].span, &rule->cases.items[i]);
    }
    add_otherwise(c, rule, (Expr *const *const *)&rule->otherwise);
    if (rule->table) {
        add_table(c, rule, rule->table);
    }
    for (uint32_t i = 0; i < rule->points.count; i++) {
        add_place(c, rule, PLACE_POINTS, rule->points.items[i].span, &rule->points.items[i]);
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        add_place(c, rule, PLACE_UNLESS, rule->unless.items[i].span, &rule->unless.items[i]);
    }
}

void places_collect(Arena *arena, const Ast *ast, RulePlaces *places, Probes *probes)
{
    Collector c = { arena, places, probes };
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        AstRule *rule = ast->rules.items[i];
        if (!ast->sources->files.items[rule->span.file].builtin) {
            add_rule(&c, rule);
        }
    }
}
