/* cells_pair_test.c - two programs over one set of facts: where their answers differ. What differs
 * is written down by hand. */
#include "compiler/compile.h"
#include "runtime/base/limits.h"
#include "runtime/cells/pair.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char HEAD[] = "guideline g version \"1\" source s \"S\" end\n"
                           "statement A-01 at s \"1\" \"a\"\n"
                           "reason r1 \"one\" from A-01\n"
                           "gap silent : yes_no from A-01 \"?\" end\n"
                           "record lesion size : length in cm 0 cm..30 cm  deep : yes_no end\n";
static const char FACTS[] = "patient a : yes_no  b : yes_no  n : integer 0..9  m : integer 0..9\n"
                            "  grade : mild, severe  lesions : list of lesion 0..3 end\n";

static Arena *arena, *run;

static Str find_nothing(void *context, Arena *where, Str dotted, Str importing, Str *path,
                        bool *builtin)
{
    return STR_NONE;
}

static Program *compile(const char *facts, const char *rules)
{
    SourceSet *sources = ARENA_NEW(arena, SourceSet);
    DiagList *diags = ARENA_NEW(arena, DiagList);
    source_init(sources, arena);
    diag_init(diags, arena);
    Str text = str_format(arena, "%s%s%s\n", HEAD, facts, rules);
    Ast *ast =
        lang_read(arena, sources, diags, STR("g.cgl"), text, (ModuleFinder){ find_nothing, NULL });
    if (diags->errors) {
        fail_msg("%s: %.*s", rules, (int)diags->items.items[0].message.len,
                 diags->items.items[0].message.ptr);
    }
    Program *program = compile_program(arena, ast, diags, NULL);
    assert_non_null(program);
    return program;
}

static Record *make_record(const Program *program)
{
    Record *record = record_create(arena, run, program);
    record_clear(record, program);
    record_finish(record, program);
    return record;
}

typedef struct Two {
    Program *first, *second;
    CellsPair *pair;
} Two;

static Two make_two(const char *facts, const char *rules, const char *other_facts,
                    const char *other_rules)
{
    Two two = { compile(facts, rules), compile(other_facts, other_rules), NULL };
    PairNames names = { NULL, 0, 0 };
    vec_add(arena, &names, ((PairName){ STR("old_name"), STR("new_name") }));
    two.pair = pair_create(arena, two.first, two.second, &names);
    pair_begin(two.pair, run, make_record(two.first), make_record(two.second));
    return two;
}

static Diagram compare(Two *two, PairQuestion question, const char *name)
{
    Diagram diagram = { NULL, 0 };
    for (uint32_t b = 0; b < two->second->block_count; b++) {
        if (str_equal(two->second->blocks[b].name, str_from_c(name))) {
            uint32_t first = pair_get_match(two->pair)->blocks[b];
            assert_int_not_equal(first, NO_INDEX32);
            assert_true(pair_compare(two->pair, question, first, b, 0, &diagram));
        }
    }
    assert_non_null(diagram.store);
    return diagram;
}

static bool differs(Diagram diagram)
{
    return diagram_reaches(diagram, (WayTarget){ TARGET_VALUE, 1 });
}

static bool differs_everywhere(Diagram diagram)
{
    return !diagram_reaches(diagram, (WayTarget){ TARGET_VALUE, 0 });
}

static bool differ(const char *rules, const char *others)
{
    Two two = make_two(FACTS, rules, FACTS, others);
    return differs(compare(&two, PAIR_WHOLE, "d"));
}

/* Where a scalar of the first program has this value. */
static Diagram hold(const Two *two, Diagram diagram, const char *path, int64_t value)
{
    uint32_t field = program_find_field(two->first, str_from_c(path));
    assert_true(
        diagram_restrict(&diagram, cells_name_scalar((uint16_t)field), rat_from_int(value)));
    return diagram;
}

#define LOW_HIGH(limit)                                                                         \
    "decision d : low, high from A-01 case low when n < " #limit " case high when n >= " #limit \
    " end\n"

static void a_moved_bound(void **state)
{
    (void)state;
    Two two = make_two(FACTS, LOW_HIGH(5), FACTS, LOW_HIGH(7));
    Diagram diagram = compare(&two, PAIR_WHOLE, "d");
    for (int n = 0; n < 10; n++) {
        Diagram held = hold(&two, diagram, "n", n);
        assert_int_equal(differs(held), n == 5 || n == 6);
        assert_int_equal(differs_everywhere(held), n == 5 || n == 6);
    }
    assert_false(differ(LOW_HIGH(5), LOW_HIGH(5)));
}

/* What all ways have in common: n alone where the other fact may be anything, both where it counts.
 */
static void a_box(void **state)
{
    (void)state;
    Way box;
    WayTarget yes = { TARGET_VALUE, 1 };
    Two two = make_two(FACTS, LOW_HIGH(5), FACTS, LOW_HIGH(7));
    diagram_find_box(arena, compare(&two, PAIR_WHOLE, "d"), yes, &box);
    assert_int_equal(box.count, 1);
    assert_true(box.steps[0].has_lo && box.steps[0].has_hi);
    assert_int_equal(box.steps[0].lo.num, 4);
    assert_false(box.steps[0].with_lo);
    assert_int_equal(box.steps[0].hi.num, 6);
    assert_true(box.steps[0].with_hi);
    two = make_two(FACTS, "decision d : yes_no from A-01 means a and (b or n > 3) end\n", FACTS,
                   "decision d : yes_no from A-01 means a and (b or n > 5 or m > 2) end\n");
    diagram_find_box(arena, compare(&two, PAIR_WHOLE, "d"), yes, &box);
    /* a and not b, and either n is 4 or 5 and m at most 2, or n is at most 3 and m above 2 */
    assert_int_equal(box.count, 4);
    assert_int_equal(box.steps[0].positions, 2);
    assert_int_equal(box.steps[1].positions, 1);
    assert_true(box.steps[2].has_hi && !box.steps[2].has_lo);
    assert_int_equal(box.steps[2].hi.num, 5);
    assert_true(!box.steps[3].has_hi && !box.steps[3].has_lo);
}

/* From which numbers to which. */
static void turns(void **state)
{
    (void)state;
    Rat numbers[PAIR_MOST_NUMBERS];
    Diagram diagram;
    Two two = make_two(FACTS, "score d : 0..2 from A-01 1 point when a 1 point when b end\n", FACTS,
                       "score d : 0..2 from A-01 1 point when a 1 point when b and a end\n");
    uint32_t block = program_find_block(two.second, BLOCK_DECISION, STR("d"));
    assert_int_equal(pair_list_numbers(two.pair, 0, block, numbers), 3);
    for (unsigned i = 0; i < 9; i++) {
        PairTurn turn = { .kind = PAIR_NUMBERS, .before = numbers[i / 3], .now = numbers[i % 3] };
        assert_true(pair_turn(two.pair, 0, block, turn, 0, &diagram));
        /* only b alone counts no more; what stays as it is turns into itself */
        assert_int_equal(differs(diagram), i == 0 || i == 3 || i == 4 || i == 8);
    }
}

/* The same function, however it is written. */
static void the_same(void **state)
{
    (void)state;
    assert_false(differ("decision d : yes_no from A-01 means a or b end\n",
                        "decision d : yes_no from A-01 means not (not b and not a) end\n"));
    assert_false(differ("decision d : integer from A-01 means n + m end\n",
                        "decision d : integer from A-01 means n + m end\n"));
    assert_false(differ("decision d : yes_no from A-01 means n < m end\n",
                        "decision d : yes_no from A-01 means not (m <= n) end\n"));
    assert_false(differ("decision d : low, high from A-01 case low when a end\n",
                        "decision d : low, high from A-01 case low when not not a end\n"));
    assert_true(differ("decision d : low, high from A-01 case low when a end\n",
                       "decision d : low, high from A-01 case low when a otherwise high end\n"));
    assert_true(differ("decision d : yes_no from A-01 means n < m end\n",
                       "decision d : yes_no from A-01 means n <= m end\n"));
}

static void values_by_name(void **state)
{
    (void)state;
    static const char two_values[] =
        "decision d : low, high from A-01 case low when a case high when not a end\n";
    static const char three[] =
        "decision d : none, high, low from A-01 case low when a case high when not a end\n";
    assert_false(differ(two_values, three));
    assert_true(differ(two_values, "decision d : none, high, low from A-01 case low when a "
                                   "case none when not a end\n"));
}

/* Another order of the schema, another fact, another range: what both take is one fact. */
static void facts_by_path(void **state)
{
    (void)state;
    static const char other[] = "patient n : integer 0..20  x : yes_no  a : yes_no  b : yes_no\n"
                                "  grade : severe, moderate, mild\n"
                                "  lesions : list of lesion 0..5  m : integer 0..9 end\n";
    static const char rule[] =
        "decision d : yes_no from A-01 means (grade is mild) and n > 3 and a\n"
        "  and any lesions with (deep and size > 2 cm) end\n";
    Two two = make_two(FACTS, rule, other, rule);
    assert_false(differs(compare(&two, PAIR_WHOLE, "d")));
    two = make_two(FACTS, "decision d : yes_no from A-01 means a end\n", other,
                   "decision d : yes_no from A-01 means a and x end\n");
    Diagram diagram = compare(&two, PAIR_WHOLE, "d");
    assert_true(differs(hold(&two, diagram, "a", 1)));
    assert_false(differs_everywhere(hold(&two, diagram, "a", 1)));
    assert_false(differs(hold(&two, diagram, "a", 0)));
}

static void renamed(void **state)
{
    (void)state;
    Two two = make_two(
        "patient old_name : yes_no end\n", "decision d : yes_no from A-01 means old_name end\n",
        "patient new_name : yes_no end\n", "decision d : yes_no from A-01 means new_name end\n");
    assert_false(differs(compare(&two, PAIR_WHOLE, "d")));
    two = make_two(
        "patient other : yes_no end\n", "decision d : yes_no from A-01 means other end\n",
        "patient another : yes_no end\n", "decision d : yes_no from A-01 means another end\n");
    assert_true(differs(compare(&two, PAIR_WHOLE, "d")));
}

static void itself_or_following(void **state)
{
    (void)state;
    static const char reader[] = "decision e : yes_no from A-01 means (d is high) and b end\n"
                                 "advise k \"K\" from A-01 when e end\n";
    Str old = str_format(arena, "%s%s", LOW_HIGH(5), reader),
        next = str_format(arena, "%s%s", LOW_HIGH(6), reader);
    Two two = make_two(FACTS, str_to_c(arena, old), FACTS, str_to_c(arena, next));
    assert_true(differs(compare(&two, PAIR_ITSELF, "d")));
    assert_true(differs(compare(&two, PAIR_WHOLE, "e")));
    assert_false(differs(compare(&two, PAIR_ITSELF, "e")));
    assert_true(differs(compare(&two, PAIR_WHOLE, "k")));
    assert_false(differs(compare(&two, PAIR_ITSELF, "k")));
    assert_false(differs(compare(&two, PAIR_LOCAL, "e")));
}

/* In the words of what the rule reads: d is a variable. */
static void over_answers(void **state)
{
    (void)state;
    Str old = str_format(arena, "%s%s", LOW_HIGH(5),
                         "decision e : yes_no from A-01 means (d is high) and b end\n"),
        next = str_format(arena, "%s%s", LOW_HIGH(5),
                          "decision e : yes_no from A-01 means (d is high) end\n");
    Two two = make_two(FACTS, str_to_c(arena, old), FACTS, str_to_c(arena, next));
    Diagram diagram = compare(&two, PAIR_LOCAL, "e");
    Ways *ways = diagram_begin_ways(arena, diagram, (WayTarget){ TARGET_VALUE, 1 });
    Way way;
    assert_true(diagram_next_way(ways, &way));
    assert_int_equal(way.count, 2);
    uint32_t answers = 0;
    for (uint32_t i = 0; i < way.count; i++) {
        PairFact fact = pair_find_fact(two.pair, way.steps[i].name);
        answers += fact.block != NO_INDEX32;
        assert_true(fact.block == NO_INDEX32 ||
                    str_equal(two.first->blocks[fact.block].name, STR("d")));
    }
    assert_int_equal(answers, 1);
    assert_false(diagram_next_way(ways, &way));
}

/* Ruled out and of no concern are two things to say. */
static void exceptions(void **state)
{
    (void)state;
    assert_true(differ("advise d \"K\" from A-01 when a unless b because r1 end\n",
                       "advise d \"K\" from A-01 when a and not b end\n"));
    assert_false(differ("advise d \"K\" from A-01 when a unless b because r1 end\n",
                        "advise d \"K\" from A-01 when a unless b and a because r1 end\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moved_bound),  cmocka_unit_test(a_box),
        cmocka_unit_test(turns),          cmocka_unit_test(the_same),
        cmocka_unit_test(values_by_name), cmocka_unit_test(facts_by_path),
        cmocka_unit_test(renamed),        cmocka_unit_test(itself_or_following),
        cmocka_unit_test(over_answers),   cmocka_unit_test(exceptions),
    };
    arena = arena_create(0);
    run = arena_create(0);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(run);
    arena_destroy(arena);
    return failed;
}
