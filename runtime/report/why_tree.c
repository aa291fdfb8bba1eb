/* why_tree.c - steps of a trail as a tree: the steps of one rule under it, each rule once. */
#include "runtime/report/why.h"
#include "runtime/base/map.h"
#include "runtime/report/say.h"

/* A rule under way: which of its steps comes next, NO_INDEX32 if none does. */
typedef struct Level {
    uint32_t next;
} Level;

/* Steps hang together: those of one rule, and among them those that read the same. */
typedef struct Link {
    uint32_t next_of_rule; /* NO_INDEX32: the last */
    uint32_t first_same, next_same;
} Link;

typedef struct Builder {
    WhyTree *tree;
    Arena *arena;
    const Trail *trail;
    Link *links;  /* of each step */
    Map of_rule;  /* rule and element: its first step */
    Map is_named; /* rules that have a node */
    VEC(Level) levels;
} Builder;

/* What a rule is called in the maps; as bytes, so nothing lies between. */
typedef struct RuleKey {
    uint32_t rule, element;
} RuleKey;
typedef struct SameKey {
    RuleKey of, read; /* of a fact: its field as the rule, and its element */
    uint32_t list, fact;
} SameKey;

static Str make_rule_key(const RuleKey *key)
{
    return (Str){ (const char *)key, sizeof *key };
}

static SameKey make_same_key(const TrailStep *step)
{
    bool fact = step->block == NO_INDEX32;
    SameKey key = { .of = { step->rule, step->rule_element }, .fact = fact };

    bool alone = step->fact.list == NO_INDEX;

    key.read = fact ? (RuleKey){ step->fact.field, alone ? NO_INDEX : step->fact.element }
                    : (RuleKey){ step->block, step->element };
    key.list = fact ? step->fact.list : NO_INDEX;
    return key;
}

/* The step that ended the chain so far, MAP_NONE if none did; this one ends it now. */
static uint32_t swap_last(Builder *builder, Map *lasts, Str key, uint32_t step)
{
    uint32_t last = map_find(lasts, key);

    map_set(lasts, str_copy(builder->arena, key), step);
    return last;
}

/* Chains every step to the one before it that is of its kind. */
static void link_steps(Builder *builder)
{
    uint32_t count = builder->trail->steps.count;
    Map last_of_rule, last_same;

    builder->links = ARENA_ARRAY(builder->arena, Link, count + 1);
    map_init(&builder->of_rule, builder->arena);
    map_init(&builder->is_named, builder->arena);
    map_init(&last_of_rule, builder->arena);
    map_init(&last_same, builder->arena);
    for (uint32_t i = 0; i < count; i++) {
        const TrailStep *step = &builder->trail->steps.items[i];
        RuleKey rule = { step->rule, step->rule_element };
        SameKey same = make_same_key(step);
        uint32_t before = swap_last(builder, &last_of_rule, make_rule_key(&rule), i);
        uint32_t like =
            swap_last(builder, &last_same, (Str){ (const char *)&same, sizeof same }, i);
        builder->links[i] =
            (Link){ NO_INDEX32, like == MAP_NONE ? i : builder->links[like].first_same,
                    NO_INDEX32 };
        if (before == MAP_NONE) {
            map_add(&builder->of_rule, str_copy(builder->arena, make_rule_key(&rule)), i);
        } else {
            builder->links[before].next_of_rule = i;
        }
        if (like != MAP_NONE) {
            builder->links[like].next_same = i;
        }
    }
}

static bool is_same_test(const TrailTest *a, const TrailTest *b)
{
    return a->relation == b->relation && a->value.lo == b->value.lo && a->value.hi == b->value.hi;
}

static void add_test(Builder *builder, WhyNode *node, const TrailTest *test)
{
    WhyTree *tree = builder->tree;

    if (test->relation == TRAIL_NO_TEST) {
        return;
    }
    for (uint32_t i = 0; i < node->test_count; i++) {
        if (is_same_test(&tree->tests.items[node->first_test + i], test)) {
            return;
        }
    }
    vec_add(builder->arena, &tree->tests, *test);
    node->test_count++;
}

/* With everything that this rule holds the fact against. */
static void add_fact(Builder *builder, uint32_t at)
{
    const TrailStep *step = &builder->trail->steps.items[at];
    WhyNode node = { .depth = builder->levels.count,
                     .block = NO_INDEX32,
                     .element = NO_INDEX,
                     .fact = step->fact,
                     .first_test = builder->tree->tests.count };

    for (uint32_t i = at; i != NO_INDEX32; i = builder->links[i].next_same) {
        add_test(builder, &node, &builder->trail->steps.items[i].test);
    }
    vec_add(builder->arena, &builder->tree->nodes, node);
}

static void begin_rule(Builder *builder, uint32_t rule, uint16_t element)
{
    RuleKey key = { rule, element };
    uint32_t first = map_find(&builder->of_rule, make_rule_key(&key));

    vec_add(builder->arena, &builder->levels,
            ((Level){ .next = first == MAP_NONE ? NO_INDEX32 : first }));
}

static void add_rule(Builder *builder, const TrailStep *step)
{
    RuleKey key = { step->block, step->element };
    bool again = !map_add(&builder->is_named, str_copy(builder->arena, make_rule_key(&key)), 0);
    WhyNode node = { .depth = builder->levels.count,
                     .block = step->block,
                     .element = step->element,
                     .again = again };

    vec_add(builder->arena, &builder->tree->nodes, node);
    if (!again) {
        begin_rule(builder, step->block, step->element);
    }
}

/* The next thing that the innermost rule reads; its end ends it. */
static void step(Builder *builder)
{
    Level *level = &builder->levels.items[builder->levels.count - 1];
    uint32_t at = level->next;

    if (at == NO_INDEX32) {
        builder->levels.count--;
        return;
    }
    level->next = builder->links[at].next_of_rule;
    const TrailStep *found = &builder->trail->steps.items[at];
    if (builder->links[at].first_same != at) {
        return; /* the rule has read the same before */
    }
    if (found->block == NO_INDEX32) {
        add_fact(builder, at);
    } else {
        add_rule(builder, found);
    }
}

void why_make(WhyTree *tree, Arena *arena, Evaluation *evaluation, uint32_t block, uint16_t element)
{
    Trail trail;
    Builder builder = { .tree = tree, .arena = arena, .trail = &trail };

    *tree = (WhyTree){ 0 };
    evaluation_trace(evaluation, block, element, &trail);
    tree->by_cases = trail.by_cases;
    link_steps(&builder);
    begin_rule(&builder, block, element);
    while (builder.levels.count > 0) {
        step(&builder);
    }
}

/* ---- tests ---- */

static void say_set(StrBuf *out, const Program *program, ValueType type, Mask mask, bool kindly)
{
    const char *between = "";

    for (; mask != 0; mask &= mask - 1) {
        Reg value = { .mask = mask & -mask };
        buf_add_c(out, between);
        if (kindly) {
            say_value_kindly(out, program, type, value, NULL);
        } else {
            say_value(out, program, type, value, NULL);
        }
        between = kindly ? " or " : ", ";
    }
}

bool why_tells_more(const Program *program, FactRef fact, const TrailTest *test)
{
    bool in = test->relation == TRAIL_IN;

    if (!in && test->relation != TRAIL_NOT_IN) {
        return true;
    }
    unsigned others = program->enums[program->fields[fact.field].enumeration].count -
                      (unsigned)__builtin_popcountll(test->value.mask);
    return in ? !mask_is_single(test->value.mask) : others > 1;
}

void why_say_test(StrBuf *out, const Program *program, FactRef fact, const TrailTest *test,
                  bool kindly)
{
    static const char *const words[] = { "",          "below ",     "at most ", "exactly ", "not ",
                                         "at least ", "more than ", "one of ",  "not " };
    static const char *const dates[] = { "",      "before ", "not after ", "exactly ", "not ",
                                         "from ", "after ",  "",           "" };
    static const char *const signs[] = { "",    "< ", "<= ", "is ",    "is not ",
                                         ">= ", "> ", "in ", "not in " };
    ValueType type = say_get_field_type(&program->fields[fact.field]);
    bool date = type.type == REG_DATE;

    buf_add_c(out, (!kindly ? signs : date ? dates : words)[test->relation]);
    if (test->relation == TRAIL_IN || test->relation == TRAIL_NOT_IN) {
        say_set(out, program, type, test->value.mask, kindly);
    } else {
        say_value(out, program, type, test->value, NULL);
    }
}
