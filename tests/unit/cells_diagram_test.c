/* cells_diagram_test.c - answers as diagrams: the same function is the same however it is written,
 * another one is not. Each diagram comes from a program and an engine of its own. */
#include "compiler/compile.h"
#include "runtime/base/limits.h"
#include "runtime/cells/cells.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char HEAD[] =
    "guideline g version \"1\" source s \"S\" end\n"
    "record lesion size : length in cm 0 cm..30 cm  deep : yes_no end\n"
    "patient a : yes_no  b : yes_no  n : integer 0..9  m : integer 0..9  x : decimal 0..9\n"
    "  lesions : list of lesion 0..3 end\n"
    "statement A-01 at s \"1\" \"a\"\n"
    "gap silent : yes_no from A-01 \"?\" end\n"
    "gap other : yes_no from A-01 \"?\" end\n";

static Arena *arena;

static Str find_nothing(void *context, Arena *where, Str dotted, Str importing, Str *path,
                        bool *builtin)
{
    return STR_NONE;
}

static Program *compile(const char *rule)
{
    static SourceSet sources;
    static DiagList diags;
    source_init(&sources, arena);
    diag_init(&diags, arena);
    Str text = str_format(arena, "%s%s\n", HEAD, rule);
    Ast *ast = lang_read(arena, &sources, &diags, STR("g.cgl"), text,
                         (ModuleFinder){ find_nothing, NULL });
    if (diags.errors) {
        fail_msg("%s: %.*s", rule, (int)diags.items.items[0].message.len,
                 diags.items.items[0].message.ptr);
    }
    Program *program = compile_program(arena, ast, &diags, NULL);
    assert_non_null(program);
    return program;
}

static bool find_settled(void *context, uint16_t reg, uint16_t element, Reg *value)
{
    return false;
}

/* The fixture's facts stand in one order in every program: names are equal if facts are. */
typedef struct Made {
    const Program *program;
    Diagram diagram;
} Made;

/* The diagram of the decision d when nothing is known; guard_name: only where the decision of that
 * name has this value. */
static Made make_guarded(const char *rule, const char *guard_name, uint32_t guard_value)
{
    Made made = { .program = compile(rule) };
    const Program *program = made.program;
    Record *record = record_create(arena, arena, program);
    record_clear(record, program);
    record_finish(record, program);
    Cells *cells = cells_create(arena, program);
    cells_begin(cells, arena, record, (CellsHost){ .settled = find_settled });
    uint32_t block = program_find_block(program, BLOCK_DECISION, STR("d"));
    assert_int_not_equal(block, NO_INDEX32);
    CellsQuestion question = { .reg = program->blocks[block].result };
    CellsGuard guard = { .value = guard_value };
    if (guard_name) {
        uint32_t other = program_find_block(program, BLOCK_DECISION, str_from_c(guard_name));
        guard.reg = program->blocks[other].result;
        question.guards = &guard;
        question.guard_count = 1;
    }
    assert_true(cells_get_diagram(cells, block, question, &made.diagram));
    return made;
}

static Made make(const char *condition)
{
    Str rule = str_format(arena, "decision d : yes_no from A-01 means %s end", condition);
    return make_guarded(str_to_c(arena, rule), NULL, 0);
}

typedef struct Programs {
    const Program *a, *b;
} Programs;

static bool is_same_fact(void *context, uint64_t a, uint64_t b)
{
    const Programs *programs = context;
    return cells_is_same_fact(programs->a, a, programs->b, b);
}

/* Held or not, and in both directions. */
static bool is_same(Made a, Made b)
{
    Programs forth = { a.program, b.program }, back = { b.program, a.program };
    Diagram held = diagram_hold(arena, a.diagram);
    bool same =
        diagram_compare(arena, a.diagram, b.diagram, (DiagramMatch){ &forth, is_same_fact, NULL });
    assert_int_equal(
        diagram_compare(arena, b.diagram, a.diagram, (DiagramMatch){ &back, is_same_fact, NULL }),
        same);
    assert_int_equal(
        diagram_compare(arena, held, b.diagram, (DiagramMatch){ &forth, is_same_fact, NULL }),
        same);
    return same;
}

static void assert_same(Made a, Made b)
{
    assert_true(is_same(a, b));
}

static void assert_other(Made a, Made b)
{
    assert_false(is_same(a, b));
}

static int set_up(void **state)
{
    arena = arena_create(LIMIT_COMPILE_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(arena);
    return 0;
}

static void the_same_function_is_the_same_diagram(void **state)
{
    assert_same(make("a and (a or b)"), make("a"));
    assert_same(make("not (a and b)"), make("not b or not a"));
    assert_same(make("n > 3"), make("n >= 4"));
    assert_same(make("n in 0..3"), make("n <= 3"));
    assert_same(make("any lesions with (size >= 5 cm)"), make("max(lesions.size, 0 cm) >= 50 mm"));
    assert_same(make("n < m"), make("not (m <= n)"));
    assert_same(make("x + x > 5"), make("2 * x > 5"));
    assert_same(make("x * n > 5"), make("n * x > 5"));
}

static void another_function_is_another_diagram(void **state)
{
    assert_other(make("a"), make("b"));
    assert_other(make("n > 3"), make("n > 4"));
    assert_other(make("x >= 5"), make("x > 5"));
    assert_other(make("x >= 5"), make("x >= 4.99999999"));
    assert_other(make("any lesions with (deep)"), make("all lesions are (deep)"));
    assert_other(make("n < m"), make("n <= m"));
    assert_other(make("n < m"), make("m < n"));
    assert_other(make("x * n > 5"), make("x * m > 5"));
    assert_other(make("silent"), make("other"));
}

/* Under a guard only what happens there counts. */
static void a_guard_leaves_out_what_happens_elsewhere(void **state)
{
    static const char all[] =
        "decision d : yes_no from A-01 means n >= 3 end decision e : yes_no from A-01 means n <= 5 end";
    static const char some[] =
        "decision d : yes_no from A-01 means n in 3..5 end decision e : yes_no from A-01 means n <= 5 end";
    assert_other(make_guarded(all, NULL, 0), make_guarded(some, NULL, 0));
    assert_same(make_guarded(all, "e", 1), make_guarded(some, "e", 1));
    assert_other(make_guarded(all, "e", 0), make_guarded(some, "e", 0));
}

/* The readings of a gap, exchanged by restricting and joining. */
static Made exchange(Made made, const char *gap)
{
    uint64_t name = cells_name_scalar((uint16_t)program_find_field(made.program, str_from_c(gap)));
    Diagram no = made.diagram, yes = made.diagram;
    assert_true(diagram_restrict(&no, name, rat_from_int(0)));
    assert_true(diagram_restrict(&yes, name, rat_from_int(1)));
    assert_true(diagram_join(name, rat_from_int(0), yes, no, &made.diagram));
    return made;
}

static void readings_that_change_places_change_the_function(void **state)
{
    Made plain = make("a and silent or other"), turned = make("a and not silent or other");
    assert_other(plain, turned);
    assert_same(plain, exchange(turned, "silent"));
    assert_other(plain, exchange(turned, "other"));
    assert_same(plain, exchange(exchange(plain, "silent"), "silent"));
}

static void a_fact_in_arithmetic_cannot_be_restricted(void **state)
{
    Made sum = make("x + n > 5");
    uint64_t name = cells_name_scalar((uint16_t)program_find_field(sum.program, STR("x")));
    assert_false(diagram_restrict(&sum.diagram, name, rat_from_int(1)));
}

/* What the steps of a witness say, put into the diagram again, leads where it was asked for. */
static void a_witness_leads_to_its_leaf(void **state)
{
    Made made = make("a and (b or n > 3)");
    Witness witness;
    assert_true(diagram_find_witness(arena, made.diagram, 1, &witness));
    assert_true(witness.whole);
    Diagram rest = made.diagram;
    for (uint32_t i = 0; i < witness.count; i++) {
        assert_true(diagram_restrict(&rest, witness.steps[i].name, witness.steps[i].value));
    }
    assert_int_equal(rest.root, 1);
    assert_int_equal(witness.steps[0].name,
                     cells_name_scalar((uint16_t)program_find_field(made.program, STR("a"))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_function_is_the_same_diagram),
        cmocka_unit_test(another_function_is_another_diagram),
        cmocka_unit_test(a_guard_leaves_out_what_happens_elsewhere),
        cmocka_unit_test(readings_that_change_places_change_the_function),
        cmocka_unit_test(a_fact_in_arithmetic_cannot_be_restricted),
        cmocka_unit_test(a_witness_leads_to_its_leaf),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
