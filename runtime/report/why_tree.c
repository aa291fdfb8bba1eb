/* why_tree.c - steps of a trail as a tree: the steps of one rule under it, each rule once. */
#include "runtime/report/why.h"
#include "runtime/report/say.h"

/* A rule under way: which of its steps come next. */
typedef struct Level {
    uint32_t rule, next;
    uint16_t element;
} Level;

typedef struct Builder {
    WhyTree *tree;
    Arena *arena;
    const Trail *trail;
    VEC(Level) levels;
} Builder;

static bool is_same_test(const TrailTest *a, const TrailTest *b)
{
    return a->relation == b->relation && a->value.lo == b->value.lo && a->value.hi == b->value.hi;
}

static bool is_same_step(const TrailStep *a, const TrailStep *b)
{
    return a->block == b->block &&
           (a->block == NO_INDEX32 ? fact_is_same(a->fact, b->fact) : a->element == b->element);
}

static bool is_of(const TrailStep *step, const Level *level)
{
    return step->rule == level->rule && step->rule_element == level->element;
}

/* Has the rule read the same before? */
static bool is_repeated(const Builder *builder, const Level *level, uint32_t at)
{
    const TrailStep *steps = builder->trail->steps.items;

    for (uint32_t i = 0; i < at; i++) {
        if (is_of(&steps[i], level) && is_same_step(&steps[i], &steps[at])) {
            return true;
        }
    }
    return false;
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
static void add_fact(Builder *builder, const Level *level, const TrailStep *step)
{
    WhyNode node = { .depth = builder->levels.count,
                     .block = NO_INDEX32,
                     .element = NO_INDEX,
                     .fact = step->fact,
                     .first_test = builder->tree->tests.count };

    for (uint32_t i = 0; i < builder->trail->steps.count; i++) {
        const TrailStep *other = &builder->trail->steps.items[i];
        if (is_of(other, level) && is_same_step(other, step)) {
            add_test(builder, &node, &other->test);
        }
    }
    vec_add(builder->arena, &builder->tree->nodes, node);
}

static bool is_named(const WhyTree *tree, const TrailStep *step)
{
    for (uint32_t i = 0; i < tree->nodes.count; i++) {
        if (tree->nodes.items[i].block == step->block &&
            tree->nodes.items[i].element == step->element) {
            return true;
        }
    }
    return false;
}

static void add_rule(Builder *builder, const TrailStep *step)
{
    bool again = is_named(builder->tree, step);
    WhyNode node = { .depth = builder->levels.count,
                     .block = step->block,
                     .element = step->element,
                     .again = again };

    vec_add(builder->arena, &builder->tree->nodes, node);
    if (!again) {
        vec_add(builder->arena, &builder->levels,
                ((Level){ .rule = step->block, .element = step->element }));
    }
}

/* The next thing that the innermost rule reads; its end ends it. */
static void step(Builder *builder)
{
    Level *level = &builder->levels.items[builder->levels.count - 1];
    uint32_t at = level->next++;

    if (at == builder->trail->steps.count) {
        builder->levels.count--;
        return;
    }
    const TrailStep *found = &builder->trail->steps.items[at];
    if (!is_of(found, level) || is_repeated(builder, level, at)) {
        return;
    }
    if (found->block == NO_INDEX32) {
        add_fact(builder, level, found);
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
    vec_add(arena, &builder.levels, ((Level){ .rule = block, .element = element }));
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
