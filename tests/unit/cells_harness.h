/* cells_harness.h - a small program, a record, one exact answer. For the tests of runtime/cells. */
#ifndef TESTS_CELLS_HARNESS_H
#define TESTS_CELLS_HARNESS_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "runtime/cells/cells.h"
#include "tests/unit/program_builder.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif

typedef struct Bench {
    Arena *arena, *run;
    Builder b;
    Program *program;
    Record *record;
    Cells *cells;
    CellsHost host;
    const Compiled *compiled;
    Reader *reader;
} Bench;

/* Answers that compiled diagrams gave as well, and those that they left to the record's own. */
static unsigned compiled_same, compiled_left;

static void bench_open(Bench *t)
{
    memset(t, 0, sizeof *t);
    t->arena = arena_create(0);
    t->run = arena_create(0);
    build_begin(&t->b, t->arena);
}

/* After the program is built: an empty record, on which facts are given next. */
static void bench_build(Bench *t)
{
    t->program = build_end(&t->b);
    t->record = record_create(t->arena, t->run, t->program);
    t->cells = cells_create(t->arena, t->program);
    t->compiled = cells_compile(t->arena, t->program, (Reg){ 0 });
    t->reader = t->compiled ? cells_create_reader(t->arena, t->compiled) : NULL;
}

static void bench_begin(Bench *t)
{
    record_finish(t->record, t->program);
    cells_begin(t->cells, t->run, t->record, t->host);
    if (t->reader) {
        cells_begin_reader(t->reader, t->run, t->record, t->host);
    }
}

/* Whatever is asked here, compiled diagrams give the same answer or none; but hosts of tests may
 * say of a result what its rule does not. */
static void compare_compiled(Bench *t, uint32_t block, uint16_t element, const Answer *answer)
{
    Answer read;
    if (!t->reader || t->host.settled || t->host.answer) {
        return;
    }
    if (!cells_read(t->reader, block, t->program->blocks[block].result, element, &read)) {
        compiled_left++;
    } else if (!answer->undecided) {
        compiled_same++;
        assert_true(answer_is_same(&read, answer));
    }
}

static Answer bench_ask_at(Bench *t, uint32_t block, uint16_t element)
{
    Answer answer;
    cells_answer(t->cells, block, t->program->blocks[block].result, element, &answer);
    compare_compiled(t, block, element, &answer);
    return answer;
}

static Answer bench_ask(Bench *t, uint32_t block)
{
    return bench_ask_at(t, block, NO_INDEX);
}

static void bench_close(Bench *t)
{
    arena_destroy(t->run);
    arena_destroy(t->arena);
}

/* "labs.cea, lesions[1].size | gap_name" */
static const char *bench_show_needs(Bench *t, const Answer *answer)
{
    StrBuf text = { .arena = t->arena };
    for (uint32_t i = 0; i < answer->need_count; i++) {
        if (i) {
            buf_add_c(&text, ", ");
        }
        fact_print_path(&text, t->program, fact_from_id(t->program, answer->needs[i]));
    }
    for (uint32_t i = 0; i < answer->gap_count; i++) {
        buf_add_c(&text, i ? ", " : " | ");
        buf_add(&text, t->program->fields[answer->gaps[i]].path);
    }
    return str_to_c(t->arena, buf_get(&text));
}

/* "1/2, 3" or "1..30" or "..5" */
static const char *bench_show_numbers(Bench *t, const Answer *answer)
{
    StrBuf text = { .arena = t->arena };
    for (uint32_t i = 0; i < answer->possible_count; i++) {
        if (i) {
            buf_add_c(&text, ", ");
        }
        rat_print(&text, answer->possible[i]);
    }
    if (answer->possible_count) {
        return str_to_c(t->arena, buf_get(&text));
    }
    if (!answer->lo_open) {
        rat_print(&text, answer->range_lo);
    }
    buf_add_c(&text, "..");
    if (!answer->hi_open) {
        rat_print(&text, answer->range_hi);
    }
    return str_to_c(t->arena, buf_get(&text));
}

static void assert_settled(const Answer *answer, Mask mask)
{
    assert_true(answer->settled);
    assert_true(answer->by_cases);
    assert_false(answer->failed);
    assert_int_equal(answer->value.mask, mask);
    assert_int_equal(answer->need_count + answer->gap_count, 0);
}

static void assert_open(Bench *t, const Answer *answer, Mask mask, const char *needs)
{
    assert_false(answer->settled);
    assert_int_equal(answer->value.mask, mask);
    assert_string_equal(bench_show_needs(t, answer), needs);
}

/* Some completion fails; the others may have these results. */
static void assert_fails(Bench *t, const Answer *answer, Mask mask, const char *needs)
{
    assert_open(t, answer, mask, needs);
    assert_true(answer->fails);
    assert_int_equal(answer->no_result, mask == 0);
}

/* ---- a list as guidelines have them ---- */
#define GRID(x) ((int64_t)((x)*DEC_ONE))

typedef struct Lesions {
    uint16_t list;
    BReg size, central, count, largest;
} Lesions;

static Lesions build_lesions(Bench *t, uint16_t most)
{
    Lesions l;
    l.count = build_scalar(&t->b, "lesion_count", REG_INT, 1, most);
    l.largest = build_scalar(&t->b, "largest_lesion", REG_DEC, 0, GRID(30));
    l.list = build_list(&t->b, "lesions", 0, most);
    l.size = build_element(&t->b, l.list, "size", REG_DEC, 0, GRID(30));
    l.central = build_element(&t->b, l.list, "central", REG_BOOL, 0, 0);
    build_list_counted(&t->b, l.list, l.count);
    build_list_largest(&t->b, l.list, l.size, l.largest);
    return l;
}

static uint32_t open_block(Bench *t, const char *name, RegType type)
{
    return build_block(&t->b, BLOCK_DECISION, name, type, NO_INDEX);
}
static void set_result(Bench *t, uint32_t block, BReg from)
{
    build_op(&t->b, OP_MOVE, build_result(&t->b, block), from, 0, 0);
}

static BReg start(Bench *t, RegType type, BReg from)
{
    BReg acc = build_temp(&t->b, type, NO_INDEX);
    build_op(&t->b, OP_MOVE, acc, from, 0, 0);
    return acc;
}

/* max(lesions.size, 0 cm) */
static BReg fold_largest(Bench *t, Lesions l)
{
    BReg acc = start(t, REG_DEC, build_dec(&t->b, "0"));
    build_each(&t->b, l.list);
    build_op(&t->b, OP_ACC_MAX, acc, build_bool(&t->b, MASK_YES), l.size, 0);
    build_next(&t->b);
    return acc;
}

/* lesions.count >= 3 or max(lesions.size, 0 cm) >= 5 cm */
static uint32_t build_burden(Bench *t, Lesions l)
{
    uint32_t d = open_block(t, "burden", REG_BOOL);
    BReg many =
        build_new(&t->b, OP_LE, build_int(&t->b, 3), build_new(&t->b, OP_LENGTH, l.list, 0, 0), 0);
    BReg large = build_new(&t->b, OP_LE, build_dec(&t->b, "5"), fold_largest(t, l), 0);
    set_result(t, d, build_new(&t->b, OP_OR, many, large, 0));
    return d;
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
#endif
