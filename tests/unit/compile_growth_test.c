/* compile_growth_test.c - a guideline of twice as many rules asks the compiler for twice as much,
 * counted, not timed: code, image, memory and nodes of the exact path. Time follows these, but for
 * loops that look at what is there and keep nothing. */
#include "compiler/compile.h"
#include "compiler/verify/bound.h"
#include "lang/lang.h"
#include "runtime/bytecode/image.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef struct Counts {
    size_t code, image, memory, nodes, temps, blocks;
} Counts;

enum { FACTS = 50 };

/* Each pair a decision and an advice over a few facts that all rules share. */
static Str write_rules(Arena *arena, int pairs)
{
    StrBuf out = { .arena = arena };
    buf_add(&out,
            STR("guideline many version \"1\"\n  source own \"Made\"\n  strength option\nend\n"
                "enum level : low, middle, high\npatient\n"));
    for (int i = 0; i < FACTS; i++) {
        buf_add_format(&out, "  f%d : integer 0..1000\n", i);
    }
    buf_add(&out, STR("end\nstatement M-1 at own \"1\" strength option \"All of it\"\n"));
    for (int i = 0; i < pairs; i++) {
        buf_add_format(
            &out,
            "decision d%d : level\n  from M-1\n  first\n  case high when f%d > %d and f%d < %d\n"
            "  case middle when f%d > %d\n  otherwise low\nend\n"
            "advise a%d\n  from M-1\n  when d%d is high and f%d >= %d\nend\n",
            i, i % FACTS, i % 900 + 50, (i + 7) % FACTS, i % 700 + 100, i % FACTS, i % 900, i, i,
            (i + 3) % FACTS, i % 500 + 1);
    }
    return buf_get(&out);
}

static Counts compile(int pairs)
{
    Arena *text = arena_create(0), *arena = arena_create(0);
    SourceSet sources;
    DiagList diags;
    Str main = STR("many.cgl");
    Counts counts = { 0 };
    source_init(&sources, arena);
    diag_init(&diags, arena);
    Ast *ast = lang_read(arena, &sources, &diags, main, write_rules(text, pairs),
                         compile_module_finder(&main));
    assert_int_equal(diags.errors, 0);
    Program *program = compile_program(arena, ast, &diags, NULL);
    assert_non_null(program);
    counts.nodes = (size_t)bound_check(arena, ast, program, &diags);
    counts.image = image_write(arena, program).len;
    counts.code = program->code_count;
    counts.blocks = program->block_count;
    counts.temps = program->reg_count - program->temp_first;
    counts.memory = arena_get_used(arena);
    arena_destroy(arena);
    arena_destroy(text);
    return counts;
}

/* What one rule more costs is the same at the beginning and at the end, give or take a tenth. */
static void assert_steady(size_t small, size_t middle, size_t large)
{
    assert_true(middle > small);
    assert_in_range(large - middle, 2 * (middle - small) * 9 / 10, 2 * (middle - small) * 11 / 10);
}

static void twice_the_rules_ask_for_twice_as_much(void **state)
{
    (void)state;
    Counts a = compile(1000), b = compile(2000), c = compile(4000);
    assert_int_equal(b.blocks, 2 * a.blocks);
    assert_int_equal(c.blocks, 4 * a.blocks);
    assert_steady(a.code, b.code, c.code);
    assert_steady(a.image, b.image, c.image);
    assert_steady(a.nodes, b.nodes, c.nodes);
    /* vectors double: memory goes up in steps */
    assert_in_range(c.memory, 3 * a.memory, 5 * a.memory);
}

/* An instruction names 65,536 registers: blocks share their temporaries long before that. */
static void temporaries_are_shared_in_a_large_program(void **state)
{
    (void)state;
    Counts a = compile(3000), b = compile(5000);
    assert_true(a.temps >= 8192);
    assert_true(b.temps < a.temps + 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_rules_ask_for_twice_as_much),
        cmocka_unit_test(temporaries_are_shared_in_a_large_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
