/* Diagrams as text: the same function reads the same however it is written, another one does not.
 */
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

/* The diagram of the decision d when nothing is known; where NAME: only where the decision of that
 * name has this value. */
static Str dump_question(const char *rule, const char *guard_name, uint32_t guard_value,
                         const char *swapped)
{
    const Program *program = compile(rule);
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
        guard.reg =
            program->blocks[program_find_block(program, BLOCK_DECISION, str_from_c(guard_name))]
                .result;
    }
    if (guard_name) {
        question.guards = &guard, question.guard_count = 1;
    }
    if (swapped) {
        question.swapped = (uint16_t)(program_find_field(program, str_from_c(swapped)) + 1);
    }
    StrBuf out = { .arena = arena };
    assert_true(cells_dump(cells, block, question, &out));
    return str_copy(arena, buf_get(&out));
}

static Str dump(const char *condition)
{
    return dump_question(
        str_to_c(arena, str_format(arena, "decision d : yes_no from A-01 means %s end", condition)),
        NULL, 0, NULL);
}

static void assert_same(Str a, Str b)
{
    if (!str_equal(a, b)) {
        fail_msg("%.*s\nis not\n%.*s", (int)a.len, a.ptr, (int)b.len, b.ptr);
    }
}

static void assert_other(Str a, Str b)
{
    if (str_equal(a, b)) {
        fail_msg("twice %.*s", (int)a.len, a.ptr);
    }
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

static void test_text(void **state)
{
    assert_same(dump("a and n > 3"), STR("a <= 0 ? 2 : 3\nvalue 0\nn <= 3 ? 2 : 4\nvalue 1\n"));
}

static void test_same_function(void **state)
{
    assert_same(dump("a and (a or b)"), dump("a"));
    assert_same(dump("not (a and b)"), dump("not b or not a"));
    assert_same(dump("n > 3"), dump("n >= 4"));
    assert_same(dump("n in 0..3"), dump("n <= 3"));
    assert_same(dump("any lesions with (size >= 5 cm)"), dump("max(lesions.size, 0 cm) >= 50 mm"));
    assert_same(dump("n < m"), dump("not (m <= n)"));
}

static void test_other_function(void **state)
{
    assert_other(dump("a"), dump("b"));
    assert_other(dump("n > 3"), dump("n > 4"));
    assert_other(dump("x >= 5"), dump("x > 5"));
    assert_other(dump("x >= 5"), dump("x >= 4.99999999"));
    assert_other(dump("any lesions with (deep)"), dump("all lesions are (deep)"));
    assert_other(dump("n < m"), dump("n <= m"));
    assert_other(dump("silent"), dump("other"));
}

/* Under a guard only what happens there counts. */
static void test_guard(void **state)
{
    static const char all[] =
        "decision d : yes_no from A-01 means n >= 3 end decision e : yes_no from A-01 means n <= 5 end";
    static const char some[] =
        "decision d : yes_no from A-01 means n in 3..5 end decision e : yes_no from A-01 means n <= 5 end";
    assert_other(dump_question(all, NULL, 0, NULL), dump_question(some, NULL, 0, NULL));
    assert_same(dump_question(all, "e", 1, NULL), dump_question(some, "e", 1, NULL));
    assert_other(dump_question(all, "e", 0, NULL), dump_question(some, "e", 0, NULL));
}

static void test_swapped_readings(void **state)
{
    static const char plain[] = "decision d : yes_no from A-01 means a and silent or other end";
    static const char turned[] =
        "decision d : yes_no from A-01 means a and not silent or other end";
    assert_other(dump_question(plain, NULL, 0, NULL), dump_question(turned, NULL, 0, NULL));
    assert_same(dump_question(plain, NULL, 0, NULL), dump_question(turned, NULL, 0, "silent"));
    assert_other(dump_question(plain, NULL, 0, NULL), dump_question(turned, NULL, 0, "other"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_text),
                                        cmocka_unit_test(test_same_function),
                                        cmocka_unit_test(test_other_function),
                                        cmocka_unit_test(test_guard),
                                        cmocka_unit_test(test_swapped_readings) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
