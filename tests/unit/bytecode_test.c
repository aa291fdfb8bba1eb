/* bytecode_test.c - tables of instructions, fact ids, empty records, images. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include "runtime/bytecode/answers.h"
#include "runtime/bytecode/image.h"
#include "runtime/bytecode/opcode.h"
#include "runtime/bytecode/verify.h"
#include "runtime/vm/vm.h"
#include "tests/unit/program_samples.h"

static void assert_text(Str text, const char *expected)
{
    if (!str_equal(text, str_from_c(expected))) {
        print_error("\"%.*s\" is not \"%s\"\n", (int)text.len, text.ptr, expected);
        fail();
    }
}

static bool contains(Str text, const char *part)
{
    size_t len = strlen(part);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.ptr + i, part, len) == 0) {
            return true;
        }
    }
    return false;
}

static void assert_verified(Program *program)
{
    Str why = STR_NONE;
    if (!program_verify(program, &why)) {
        print_error("%.*s\n", (int)why.len, why.ptr);
        fail();
    }
}

/* ---- instructions ---- */

static void knows_instructions(void **state)
{
    (void)state;
    assert_text(opcode_get_name(OP_MOVE), "MOVE");
    assert_text(opcode_get_name(OP_SKIP_YES), "SKIP_YES");
    assert_text(opcode_get_signature(OP_SELECT), "*:b**");
    assert_text(opcode_get_name(OP_COUNT_), "");
    assert_text(opcode_get_sentence(65535), "");
    OpShape latest = opcode_get_shape(OP_ACC_LATEST);
    assert_int_equal(latest.dst, '*');
    assert_int_equal(latest.operand_count, 3);
    assert_int_equal(latest.operand[1], 't');
    assert_int_equal(latest.imm, 'R');
    OpShape none = opcode_get_shape(OP_NONE);
    assert_int_equal(none.operand_count, 0);
    assert_int_equal(none.imm, 0);
    OpShape each = opcode_get_shape(OP_EACH);
    assert_int_equal(each.dst, '_');
    assert_int_equal(each.operand[0], 'L');
    assert_int_equal(each.imm, 'E');
}

/* Every letter of every signature is one of the documented ones; every placeholder names an operand
 * that exists. */
static void signatures_are_sound(void **state)
{
    (void)state;
    for (uint16_t op = 0; op < OP_COUNT_; op++) {
        OpShape shape = opcode_get_shape(op);
        assert_non_null(strchr("beidtrn*_", shape.dst));
        for (unsigned i = 0; i < shape.operand_count; i++) {
            assert_non_null(strchr("beidtrsn*LFQ", shape.operand[i]));
        }
        assert_true(shape.imm == 0 || strchr("DBNREK", shape.imm) != NULL);
        Str text = opcode_get_synopsis(op);
        for (size_t i = 0; i + 1 < text.len; i++) {
            if (text.ptr[i] == '%') {
                char which = text.ptr[i + 1];
                bool native = op == OP_NATIVE && which == 'a';
                assert_true(native || (which == 'd' && shape.dst != '_') ||
                            (which == 'i' && shape.imm != 0) ||
                            (which >= 'a' && which < 'a' + shape.operand_count));
            }
        }
    }
}

/* ---- facts ---- */

/* Fields in order: smoker 0, cea 1, stage 2, weight (unused, counts) 3; lesions: hidden 4, then
 * (size, central) x 5 = 5..14; complete 15, count 16, largest 17; values: hidden 18, (date, value)
 * x 3 = 19..24; ecog 25, gap 26; as_of none. */
static void numbers_facts(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    const Program *p = s->program;
    assert_int_equal(fact_get_count(p), 27);
    struct {
        BReg field;
        uint16_t list, element;
        uint32_t id;
        const char *path;
    } cases[] = {
        { s->smoker, NO_INDEX, 0, 0, "smoker" },
        { s->cea, NO_INDEX, 0, 1, "labs.cea" },
        { s->size, s->list, 0, 5, "lesions[1].size" },
        { s->central, s->list, 0, 6, "lesions[1].central" },
        { s->size, s->list, 4, 13, "lesions[5].size" },
        { s->complete, NO_INDEX, 0, 15, "lesions_complete" },
        { s->value, s->dated, 2, 24, "values[3].value" },
        { s->ecog, NO_INDEX, 0, 25, "ecog" },
        { s->gap, NO_INDEX, 0, 26, "factors" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FactRef fact = { build_field_index(&s->b, cases[i].field), cases[i].list,
                         cases[i].element };
        StrBuf path = { .arena = arena };
        fact_print_path(&path, p, fact);
        assert_text(buf_get(&path), cases[i].path);
        assert_int_equal(fact_get_id(p, fact), cases[i].id);
    }
    StrBuf path = { .arena = arena };
    fact_print_path(&path, p, (FactRef){ NO_INDEX, s->dated, 0 });
    assert_text(buf_get(&path), "values");
    assert_int_equal(fact_get_id(p, (FactRef){ NO_INDEX, s->dated, 0 }), 18);
    for (uint32_t id = 0; id < fact_get_count(p); id++) {
        assert_int_equal(fact_get_id(p, fact_from_id(p, id)), id);
    }
    uint32_t *ids = ARENA_ARRAY(arena, uint32_t, p->field_count);
    fact_list_ids(p, ids);
    for (uint16_t f = 0; f < p->field_count; f++) {
        if (p->fields[f].list == NO_INDEX) {
            assert_int_equal(ids[f], fact_get_id(p, (FactRef){ f, NO_INDEX, 0 }));
        }
    }
    arena_destroy(arena);
}

/* ---- records ---- */

static void check_hidden(const Sample *s, Record *record, unsigned count, unsigned least,
                         unsigned most)
{
    record_finish(record, s->program);
    assert_int_equal(record->lists[s->list].count, count);
    assert_int_equal(record->lists[s->list].hidden_least, least);
    assert_int_equal(record->lists[s->list].hidden_most, most);
}

static void bounds_hidden_elements(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    Record *record = record_create(arena, arena, s->program);
    check_hidden(s, record, 0, 0, 5); /* absent: anything */
    build_give_number(&s->b, record, s->count, 3);
    check_hidden(s, record, 0, 3, 3); /* absent, three of them */
    record_clear(record, s->program);
    build_give_element(&s->b, record, s->list);
    check_hidden(s, record, 1, 0, 0); /* given: complete */
    build_give_number(&s->b, record, s->count, 3);
    check_hidden(s, record, 1, 0, 0); /* the summary of a complete list is ignored */
    build_give_bool(&s->b, record, s->complete, true);
    check_hidden(s, record, 1, 0, 0);
    build_give_bool(&s->b, record, s->complete, false);
    check_hidden(s, record, 1, 2, 2);
    assert_true(record->lists[s->list].partial);
    build_give_element(&s->b, record, s->list);
    build_give_element(&s->b, record, s->list);
    build_give_element(&s->b, record, s->list);
    record->lists[s->list].partial = false;
    check_hidden(s, record, 4, 0, 1); /* longer than its summary: ignored */
    record_clear(record, s->program);
    assert_int_equal(record->lists[s->list].state, FACT_MISSING);
    check_hidden(s, record, 0, 0, 5);
    arena_destroy(arena);
}

static void clears_records(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    Record *record = record_create(arena, arena, s->program);
    uint16_t cea = (uint16_t)(build_reg(&s->b, s->cea) - s->program->slot_first);
    assert_int_equal(record->slots[cea].hi, 100000 * DEC_ONE);
    build_give_number(&s->b, record, s->cea, 7);
    uint16_t element = build_give_element(&s->b, record, s->list);
    build_give_in(&s->b, record, s->list, element, s->size, (Reg){ .lo = 1, .hi = 1 });
    vec_add(arena, &record->off_grid, ((OffGrid){ build_field_index(&s->b, s->cea), 0, { 1, 3 } }));
    record->states[cea] = FACT_OFF_GRID;
    Rat exact = record_get_exact(record, s->program, build_field_index(&s->b, s->cea), NO_INDEX);
    assert_true(exact.num == 1 && exact.den == 3);
    record_clear(record, s->program);
    assert_int_equal(record->slots[cea].lo, 0);
    assert_int_equal(record->states[cea], FACT_MISSING);
    assert_int_equal(record->off_grid.count, 0);
    assert_int_equal(record->lists[s->list].count, 0);
    assert_int_equal(record->lists[s->list].rows[0].hi, 30 * DEC_ONE);
    assert_int_equal(record->lists[s->list].states[0], FACT_MISSING);
    arena_destroy(arena);
}

static void exact_values(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    const Program *p = s->program;
    Record *record = record_create(arena, arena, p);
    build_give_number(&s->b, record, s->ecog, 3);
    build_give_number(&s->b, record, s->cea, DEC_ONE / 2);
    Rat exact = record_get_exact(record, p, build_field_index(&s->b, s->ecog), NO_INDEX);
    assert_true(exact.num == 3 && exact.den == 1);
    exact = record_get_exact(record, p, build_field_index(&s->b, s->cea), NO_INDEX);
    assert_true(exact.num == 1 && exact.den == 2);
    uint16_t size = build_field_index(&s->b, s->size);
    for (uint16_t i = 0; i < 2; i++) {
        uint16_t element = build_give_element(&s->b, record, s->list);
        build_give_in(&s->b, record, s->list, element, s->size, (Reg){ .lo = 7, .hi = 8 });
        uint16_t width = p->lists[s->list].used_fields;
        record->lists[s->list].states[element * width] = FACT_OFF_GRID;
        vec_add(arena, &record->off_grid, ((OffGrid){ size, element, { i + 1, 9 } }));
    }
    exact = record_get_exact(record, p, size, 1);
    assert_true(exact.num == 2 && exact.den == 9);
    exact = record_get_exact(record, p, size, 0);
    assert_true(exact.num == 1 && exact.den == 9);
    record_set_date(record, p, 20000);
    uint16_t slot = (uint16_t)(build_reg(&s->b, s->as_of) - p->slot_first);
    assert_int_equal(record->slots[slot].lo, 20000);
    assert_int_equal(record->states[slot], FACT_KNOWN);
    arena_destroy(arena);
}

/* ---- questions about a program ---- */

static void finds_by_name(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    const Program *p = s->program;
    assert_int_equal(program_find_block(p, BLOCK_DECISION, STR("risk")), s->high);
    assert_int_equal(program_find_block(p, BLOCK_ADVICE, STR("risk")), NO_INDEX32);
    assert_int_equal(program_find_block(p, BLOCK_ADVICE, STR("operate")), s->advice);
    assert_int_equal(program_find_field(p, STR("labs.cea")), build_field_index(&s->b, s->cea));
    assert_int_equal(program_find_field(p, STR("factors")), build_field_index(&s->b, s->gap));
    assert_int_equal(program_find_field(p, STR("size")), NO_INDEX32); /* an element's */
    assert_int_equal(program_find_list(p, STR("values")), s->dated);
    assert_int_equal(program_find_list(p, STR("nothing")), NO_INDEX32);
    arena_destroy(arena);
}

static void knows_what_is_settled(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    const Program *p = s->program;
    uint16_t cea = build_reg(&s->b, s->cea), stage = build_reg(&s->b, s->stage),
             smoker = build_reg(&s->b, s->smoker);
    assert_int_equal(reg_get_unknown(p, stage).mask, 7);
    assert_int_equal(reg_get_unknown(p, smoker).mask, 3);
    assert_true(reg_get_unknown(p, cea).lo == INT64_MIN && reg_get_unknown(p, cea).hi == INT64_MAX);
    assert_int_equal(reg_get_unknown(p, build_reg(&s->b, s->as_of)).hi, DAY_MAX);
    assert_true(reg_is_settled(p, stage, (Reg){ .mask = 4 }));
    assert_false(reg_is_settled(p, stage, (Reg){ .mask = 5 }));
    assert_false(reg_is_settled(p, stage, (Reg){ .mask = 0 }));
    assert_true(reg_is_settled(p, cea, (Reg){ .lo = 5, .hi = 5 }));
    assert_false(reg_is_settled(p, cea, (Reg){ .lo = 5, .hi = 6 }));
    assert_false(reg_is_settled(p, cea, (Reg){ .lo = 1, .hi = 0 }));
    arena_destroy(arena);
}

/* ---- images ---- */

static Str write_sample(Arena *arena)
{
    return image_write(arena, sample_build(arena)->program);
}

static void round_trip(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    Str why = STR_NONE;
    assert_verified(s->program);
    Str bytes = image_write(arena, s->program);
    Program *copy = image_read(arena, bytes, &why);
    if (copy == NULL) {
        print_error("%.*s\n", (int)why.len, why.ptr);
    }
    assert_non_null(copy);
    assert_memory_equal(copy->hash, s->program->hash, 32);
    assert_verified(copy);
    assert_int_equal(copy->worst_case, s->program->worst_case);
    assert_text(copy->statements[0].text, "Gr\xc3\xb6\xc3\x9f"
                                          "e");
    assert_int_equal(copy->refs[1], -2);
    assert_int_equal(copy->fields[build_field_index(&s->b, s->cea)].unit, unit_find(STR("ng/mL")));
    Str again = image_write(arena, copy);
    assert_int_equal(again.len, bytes.len);
    assert_memory_equal(again.ptr, bytes.ptr, bytes.len);
    StrBuf one = { .arena = arena }, two = { .arena = arena };
    program_disassemble(&one, s->program);
    program_disassemble(&two, copy);
    assert_true(str_equal(buf_get(&one), buf_get(&two)));
    arena_destroy(arena);
}

static void refuses_truncation(void **state)
{
    (void)state;
    Arena *arena = arena_create(0), *scratch = arena_create(0);
    Str bytes = write_sample(arena);
    for (size_t len = 0; len < bytes.len; len++) {
        /* A copy of exactly this length, so that a sanitizer sees a read past its end. */
        Str cut = { arena_copy(scratch, bytes.ptr, len), len };
        Str why = STR_NONE;
        assert_null(image_read(scratch, cut, &why));
        assert_true(why.len > 0);
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    arena_destroy(arena);
}

static void refuses_every_changed_byte(void **state)
{
    (void)state;
    Arena *arena = arena_create(0), *scratch = arena_create(0);
    Str bytes = write_sample(arena);
    char *copy = arena_copy(arena, bytes.ptr, bytes.len);
    for (size_t at = 0; at < bytes.len; at++) {
        for (unsigned change = 1; change < 256; change = change * 2 + 1) {
            Str why = STR_NONE;
            copy[at] = (char)(bytes.ptr[at] ^ change);
            assert_null(image_read(scratch, (Str){ copy, bytes.len }, &why));
            assert_true(why.len > 0);
            arena_reset(scratch);
        }
        copy[at] = bytes.ptr[at];
    }
    arena_destroy(scratch);
    arena_destroy(arena);
}

static void fix_hash(char *image, size_t size)
{
    SHA256((const unsigned char *)image + 40, size - 40, (unsigned char *)image + 8);
}

static void refuses_what_follows(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Str bytes = write_sample(arena), why = STR_NONE;
    char *longer = arena_alloc(arena, bytes.len + 1);
    memcpy(longer, bytes.ptr, bytes.len);
    fix_hash(longer, bytes.len + 1);
    assert_null(image_read(arena, (Str){ longer, bytes.len + 1 }, &why));
    assert_true(contains(why, "bytes follow the last section"));
    arena_destroy(arena);
}

/* What stands in an image is printed: for a terminal, and as text that ends where it ends. */
static void refuses_control_characters(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        bool refused;
    } texts[] = {
        { "\x1b", 1, true },         { "\0", 1, true },           { "\x7f", 1, true },
        { "\xc2\x9b", 2, true },     { "\xd8\x9c", 2, true },     { "\xe2\x80\xae", 3, true },
        { "\xe2\x81\xa6", 3, true }, { "\t", 1, false },          { "\n", 1, false },
        { "\xc2\xa0", 2, false },    { "\xd8\x9d", 2, false },    { "\xe2\x80\x90", 3, false },
        { "\xe2\x81\xaa", 3, true }, { "\xe2\x80\xa8", 3, true }, { "\xe2\x81\xb0", 3, false },
    };
    Arena *arena = arena_create(0);
    Str bytes = write_sample(arena);
    const char *name = memmem(bytes.ptr, bytes.len, "labs.cea", 8);
    assert_non_null(name);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Str why = STR_NONE;
        char *changed = arena_copy(arena, bytes.ptr, bytes.len);
        memcpy(changed + (name - bytes.ptr) + 2, texts[i].bytes, texts[i].size);
        fix_hash(changed, bytes.len);
        Program *program = image_read(arena, (Str){ changed, bytes.len }, &why);
        assert_int_equal(program == NULL && contains(why, "a text holds a control character"),
                         texts[i].refused);
        assert_int_equal(program != NULL, !texts[i].refused);
    }
    arena_destroy(arena);
}

/* ---- mutants: refused, or they run ---- */

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static const Answer *no_answer(void *context, uint16_t reg, uint16_t element)
{
    (void)context, (void)reg, (void)element;
    static Answer answer;
    answer.value.mask = 7;
    return &answer;
}

static bool no_native(void *context, uint16_t native, const Reg *arguments, Reg *result)
{
    (void)context, (void)native, (void)arguments;
    *result = (Reg){ .lo = 1, .hi = 1 };
    return true;
}

/* Everything that a loader and a run do. */
static void run_program(Arena *arena, const Program *program)
{
    StrBuf out = { .arena = arena };
    Record *record = record_create(arena, arena, program);
    Vm *vm = vm_create(arena, program);
    vm->answer = no_answer;
    vm->native = no_native;
    for (uint32_t i = 0; i < program->list_count; i++) {
        if (program->lists[i].most > 1) {
            record->lists[i].state = FACT_KNOWN;
            record->lists[i].count = 2;
        }
    }
    for (unsigned round = 0; round < 2; round++) {
        record_finish(record, program);
        vm_begin(vm, record);
        for (uint32_t i = 0; i < program->block_count; i++) {
            vm_run_block(vm, i);
        }
        for (uint32_t i = 0; i < program->block_count; i++) {
            vm_get_result(vm, program->blocks[i].result,
                          program->blocks[i].list == NO_INDEX ? NO_INDEX : 0);
        }
        record_clear(record, program);
    }
    program_disassemble(&out, program);
    for (uint32_t id = 0; id < fact_get_count(program); id += 1 + fact_get_count(program) / 50) {
        fact_print_path(&out, program, fact_from_id(program, id));
    }
}

static void mutate(char *image, size_t size, uint64_t *seed)
{
    unsigned changes = 1 + (unsigned)(next_random(seed) % 3);
    for (unsigned i = 0; i < changes; i++) {
        size_t at = 40 + (size_t)(next_random(seed) % (size - 40));
        static const unsigned char edges[] = { 0, 1, 2, 0x7f, 0x80, 0xfe, 0xff };
        switch (next_random(seed) % 4) {
        case 0: image[at] = (char)next_random(seed); break;
        case 1: image[at] = (char)(image[at] + 1); break;
        case 2: image[at] = (char)(image[at] ^ (1 << (next_random(seed) % 8))); break;
        default: image[at] = (char)edges[next_random(seed) % sizeof edges]; break;
        }
    }
}

static void mutants_are_refused_or_run(void **state)
{
    (void)state;
    unsigned rounds =
        getenv("CGL_MUTANTS") ? (unsigned)strtoul(getenv("CGL_MUTANTS"), NULL, 10) : 20000;
    Arena *arena = arena_create(0), *scratch = arena_create(0);
    Str bytes = write_sample(arena);
    char *copy = arena_alloc(arena, bytes.len);
    uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);
    unsigned ran = 0;
    for (unsigned i = 0; i < rounds; i++) {
        Str why = STR_NONE;
        memcpy(copy, bytes.ptr, bytes.len);
        mutate(copy, bytes.len, &seed);
        fix_hash(copy, bytes.len);
        Program *program = image_read(scratch, (Str){ copy, bytes.len }, &why);
        if (program != NULL && program_verify(program, &why)) {
            run_program(scratch, program);
            ran++;
        } else {
            assert_true(why.len > 0);
        }
        arena_reset(scratch);
    }
    print_message("    %u of %u mutants ran\n", ran, rounds);
    assert_true(ran > 0 && ran < rounds);
    arena_destroy(scratch);
    arena_destroy(arena);
}

/* ---- listing ---- */

static void lists_for_people(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Sample *s = sample_build(arena);
    assert_verified(s->program);
    StrBuf out = { .arena = arena };
    program_disassemble(&out, s->program);
    Str text = buf_get(&out);
    assert_true(contains(text, "decision risk (test.cgl:1)\n"));
    assert_true(contains(text, "k0=5, labs.cea"));
    assert_true(contains(text, "; t0 = 5 <= labs.cea\n"));
    assert_true(contains(text, "decision suitable for each element (test.cgl:2)\n"));
    assert_true(contains(text, " = lesions.size < 10/3\n"));
    assert_true(contains(text, "suitable.line1"));
    assert_true(contains(text, "gate advise measure"));
    assert_true(contains(text, "reads risk, pairs"));
    assert_true(contains(text, "labs.cea                              decimal 0..100000 ng/mL\n"));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_instructions),
        cmocka_unit_test(signatures_are_sound),
        cmocka_unit_test(numbers_facts),
        cmocka_unit_test(bounds_hidden_elements),
        cmocka_unit_test(clears_records),
        cmocka_unit_test(exact_values),
        cmocka_unit_test(finds_by_name),
        cmocka_unit_test(knows_what_is_settled),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(refuses_truncation),
        cmocka_unit_test(refuses_every_changed_byte),
        cmocka_unit_test(refuses_what_follows),
        cmocka_unit_test(refuses_control_characters),
        cmocka_unit_test(mutants_are_refused_or_run),
        cmocka_unit_test(lists_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
