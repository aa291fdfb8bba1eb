/* engines_test.c - the fast path against the exact path on generated programs: instructions picked
 * by their signatures over constants, facts, list elements and earlier values. What the fast path
 * settles, completions settle alike; what they leave possible, the fast path has not ruled out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include "runtime/bytecode/verify.h"
#include "runtime/cells/cells.h"
#include "runtime/vm/vm.h"
#include "tests/unit/program_builder.h"

static uint64_t seed;
static unsigned pick(unsigned count)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)((seed >> 33) % count);
}

enum { POOL = 64, SCALARS = 12, DAY = 20000 };

typedef struct Case {
    Arena *arena;
    Builder b;
    uint16_t colour, list;
    BReg pool[POOL]; /* what an instruction may read */
    unsigned count;
    BReg scalars[SCALARS], elements[4];
    BReg result;
    uint32_t block;
    Program *program;
} Case;

static void remember(Case *c, BReg reg)
{
    if (c->count < POOL) {
        c->pool[c->count++] = reg;
    }
}

/* ---- a program ---- */

static void make_facts(Case *c)
{
    Builder *b = &c->b;
    BReg *s = c->scalars;
    c->colour = build_enum(b, "colour", true, "red green blue");
    s[0] = build_scalar_bool(b, "p");
    s[1] = build_scalar_bool(b, "q");
    s[2] = build_scalar_enum(b, "c", c->colour);
    s[3] = build_scalar_enum(b, "d", c->colour);
    s[4] = build_scalar(b, "i", REG_INT, 0, 3);
    s[5] = build_scalar(b, "j", REG_INT, -2, 1);
    s[6] = build_scalar(b, "x", REG_DEC, 0, 3 * DEC_ONE);
    s[7] = build_scalar(b, "y", REG_DEC, -DEC_ONE, DEC_ONE);
    s[8] = build_scalar(b, "t", REG_DATE, DAY, DAY + 40);
    c->list = build_list(b, "list", 0, 2);
    c->elements[0] = build_element(b, c->list, "f", REG_BOOL, 0, 0);
    c->elements[1] = build_element(b, c->list, "v", REG_DEC, 0, 2 * DEC_ONE);
    c->elements[2] = build_element(b, c->list, "w", REG_DATE, DAY, DAY + 2);
    c->elements[3] = build_element_enum(b, c->list, "e", c->colour);
    s[9] = build_scalar(b, "u", REG_DATE, DAY, DAY + 1);
    s[10] = build_gap(b, "g", REG_INT, 1, 2);
    s[11] = build_gap_enum(b, "h", c->colour);
    for (unsigned i = 0; i < SCALARS; i++) {
        remember(c, s[i]);
    }
}

static void make_constants(Case *c)
{
    Builder *b = &c->b;
    remember(c, build_bool(b, pick(2) ? MASK_YES : MASK_NO));
    remember(c, build_int(b, (int64_t)pick(4) - 1));
    remember(c, build_ratio(b, (int64_t)pick(7) - 2, 1 + pick(3)));
    remember(c, build_grid(b, pick(3) * DEC_ONE));
    remember(c, build_grid(b, pick(3) * DEC_ONE / 2));
    remember(c, build_date(b, DAY + pick(30)));
    remember(c, build_set(b, c->colour, UINT64_C(1) << pick(3)));
    remember(c, build_real(b, pick(5) * 0.5));
}

static bool fits(char letter, RegInfo info, RegInfo group, bool bound)
{
    bool same = !bound || (group.type == info.type && group.enumeration == info.enumeration);
    switch (letter) {
    case 'b': return info.type == REG_BOOL;
    case 'e': return (info.type == REG_BOOL || info.type == REG_ENUM) && same;
    case 'i': return info.type == REG_INT;
    case 'd': return info.type == REG_DEC;
    case 't': return info.type == REG_DATE;
    case 'r': return info.type == REG_REAL;
    case 'n':
        return (info.type == REG_INT || info.type == REG_DEC || info.type == REG_DATE) && same;
    default: return same;
    }
}

/* A register that this letter may name. False if there is none. */
static bool choose(Case *c, char letter, RegInfo *group, bool *bound, BReg *out)
{
    /* Mostly a recent one, so that values build on each other. */
    unsigned start =
        pick(4) == 0 ? pick(c->count) : c->count - 1 - pick(c->count < 5 ? c->count : 5);
    for (unsigned i = 0; i < c->count; i++) {
        BReg reg = c->pool[(start + c->count - i) % c->count];
        RegInfo info = build_get_info(&c->b, reg);
        if (fits(letter, info, *group, *bound)) {
            if (letter == 'e' || letter == 'n' || letter == '*') {
                *group = info;
                *bound = true;
            }
            *out = reg;
            return true;
        }
    }
    return false;
}

static bool is_plain(uint16_t op)
{
    return op <= OP_MONTHS || op == OP_YEARS || op == OP_WEEKS || op == OP_LENGTH || op == OP_FAIL;
}

static bool fill_operands(Case *c, const OpShape *shape, BReg operands[3])
{
    RegInfo group = { 0 };
    bool bound = false;
    for (unsigned i = 0; i < shape->operand_count; i++) {
        if (shape->operand[i] == 'L') {
            operands[i] = c->list;
        } else if (shape->operand[i] == 's') {
            operands[i] = group.type == REG_BOOL ? build_bool(&c->b, 1 + pick(3))
                                                 : build_set(&c->b, c->colour, 1 + pick(7));
        } else if (!choose(c, shape->operand[i], &group, &bound, &operands[i])) {
            return false;
        }
    }
    return true;
}

/* One more instruction; its result can be read from then on. */
static void make_instruction(Case *c)
{
    BReg operands[3] = { 0 };
    uint16_t op = (uint16_t)pick(OP_COUNT_);
    op = pick(3) == 0 ? (uint16_t)(OP_NOT + pick(OP_SELECT - OP_NOT + 1)) : op;
    OpShape shape = opcode_get_shape(op);
    if (!is_plain(op) || (op == OP_FAIL && pick(2) != 0) || !fill_operands(c, &shape, operands)) {
        return;
    }
    BReg dst = op == OP_FAIL ? build_temp(&c->b, REG_BOOL, NO_INDEX)
                             : build_new(&c->b, op, operands[0], operands[1], operands[2]);
    if (op == OP_FAIL) {
        build_op(&c->b, op, dst, 0, 0, 0);
    }
    c->b.code.items[c->b.code.count - 1].imm = shape.imm == 'D' ? pick(4) : 0;
    remember(c, dst);
}

static void make_loop(Case *c)
{
    Builder *b = &c->b;
    uint16_t op = (uint16_t)(OP_ACC_ANY + pick(OP_ACC_LATEST - OP_ACC_ANY + 1));
    OpShape shape = opcode_get_shape(op);
    RegInfo info = shape.dst == 'b'   ? build_info(REG_BOOL, 0)
                   : shape.dst == 'i' ? build_info(REG_INT, 0)
                   : shape.dst == '*' ? build_info(REG_ENUM, c->colour)
                                      : build_info(REG_DEC, 0);
    bool none = op >= OP_ACC_MIN && (op == OP_ACC_LATEST || pick(2));
    BReg acc = build_temp(b, (RegType)info.type, info.enumeration), date = 0, start = 0;
    bool bound = true;
    if (!none && !choose(c, '*', &info, &bound, &start)) {
        return;
    }
    build_op(b, none ? OP_NONE : OP_MOVE, acc, start, 0, 0);
    if (op == OP_ACC_LATEST) {
        date = build_temp(b, REG_DATE, NO_INDEX);
        build_op(b, OP_NONE, date, 0, 0, 0);
    }
    unsigned outside = c->count;
    build_each(b, c->list);
    for (unsigned i = 0; i < 4; i++) {
        remember(c, c->elements[i]);
        remember(c, c->elements[i]);
    }
    for (unsigned i = pick(6); i > 0; i--) {
        make_instruction(c);
    }
    BReg operands[3] = { 0 };
    RegInfo group = info;
    bool grouped = true;
    for (unsigned i = 0; i < shape.operand_count; i++) {
        if (!choose(c, shape.operand[i], &group, &grouped, &operands[i])) {
            operands[i] = c->elements[i == 0 ? 0 : 1];
        }
    }
    build_insn(b, op, acc, operands[0], operands[1], operands[2], date);
    build_next(b);
    c->count = outside;
    remember(c, none ? build_new(b, OP_SOME, acc, 0, 0) : acc);
}

static Case *make_case(Arena *arena)
{
    Case *c = ARENA_NEW(arena, Case);
    c->arena = arena;
    build_begin(&c->b, arena);
    make_facts(c);
    make_constants(c);
    unsigned before = c->b.code.count;
    for (unsigned i = 4 + pick(14); i > 0; i--) {
        if (pick(5) == 0) {
            make_loop(c);
        } else {
            make_instruction(c);
        }
    }
    BReg last = c->pool[c->count - 1 - pick(2)];
    RegInfo info = build_get_info(&c->b, last);
    c->block = build_block(&c->b, BLOCK_DECISION, "d", (RegType)info.type, info.enumeration);
    build_info_of(&c->b, c->block)->code = before;
    c->result = build_result(&c->b, c->block);
    build_op(&c->b, OP_MOVE, c->result, last, 0, 0);
    c->program = build_end(&c->b);
    return c;
}

/* ---- a record ---- */

static Reg make_value(const Case *c, BReg reg)
{
    const FieldInfo *field = &c->program->fields[build_field_index(&c->b, reg)];
    int64_t steps = field->hi - field->lo, value = field->lo;
    switch (field->type) {
    case REG_BOOL: return (Reg){ .mask = UINT64_C(1) << pick(2) };
    case REG_ENUM: return (Reg){ .mask = UINT64_C(1) << pick(3) };
    case REG_DEC: value += pick(7) * (steps / 6); break;
    default: value += pick((unsigned)steps + 1); break;
    }
    return (Reg){ .lo = value, .hi = value };
}

static Record *make_record(Case *c, Arena *run)
{
    unsigned missing = pick(4); /* of 4 */
    Record *record = record_create(c->arena, run, c->program);
    for (unsigned i = 0; i < SCALARS; i++) {
        if (pick(4) >= missing) {
            build_give(&c->b, record, c->scalars[i], make_value(c, c->scalars[i]));
        }
    }
    unsigned listed = pick(4) == 0 ? 0 : pick(3);
    for (unsigned k = 0; k < listed; k++) {
        uint16_t element = build_give_element(&c->b, record, c->list);
        for (unsigned i = 0; i < 4; i++) {
            if (pick(4) >= missing) {
                build_give_in(&c->b, record, c->list, element, c->elements[i],
                              make_value(c, c->elements[i]));
            }
        }
    }
    record->lists[c->list].partial = listed > 0 && pick(3) == 0;
    record_finish(record, c->program);
    return record;
}

/* ---- the comparison ---- */

static bool is_mask(const Case *c)
{
    uint8_t type = c->program->regs[build_reg(&c->b, c->result)].type;
    return type == REG_BOOL || type == REG_ENUM;
}

static bool is_inside(const Case *c, Reg fast, const Answer *exact)
{
    RegType type = (RegType)c->program->regs[build_reg(&c->b, c->result)].type;
    if (is_mask(c)) {
        return (fast.mask & exact->value.mask) != 0;
    }
    if (type == REG_REAL) {
        return fast.real != fast.real || fast.real == exact->value.real;
    }
    if (!exact->off_grid) {
        return fast.lo <= exact->value.lo && exact->value.lo <= fast.hi;
    }
    bool whole = fast.lo == INT64_MIN && fast.hi == INT64_MAX;
    return whole || (rat_compare(rat_from_dec(fast.lo), exact->exact) < 0 &&
                     rat_compare(exact->exact, rat_from_dec(fast.hi)) < 0);
}

/* Do the two engines contradict each other? */
static const char *find_contradiction(const Case *c, Reg fast, const Answer *exact)
{
    bool settled = reg_is_settled(c->program, build_reg(&c->b, c->result), fast);
    if (exact->undecided) {
        return NULL;
    }
    if (exact->settled && exact->failed) {
        return settled ? "settled, but it fails" : NULL;
    }
    if (exact->settled) {
        return is_inside(c, fast, exact) ? NULL : "the exact result is ruled out";
    }
    if (settled) {
        return "settled, but completions differ";
    }
    return is_mask(c) && (exact->value.mask & ~fast.mask) != 0 ? "a possible result is ruled out"
                                                               : NULL;
}

static void compare_engines(Case *c, unsigned number, unsigned *agreed)
{
    Arena *run = arena_create(0);
    Vm *vm = vm_create(c->arena, c->program);
    Cells *cells = cells_create(c->arena, c->program);
    for (unsigned round = 0; round < 4; round++) {
        Record *record = make_record(c, run);
        Answer exact;
        uint16_t reg = build_reg(&c->b, c->result);
        vm_begin(vm, record);
        vm_run_block(vm, c->block);
        Reg fast = vm_get_result(vm, reg, NO_INDEX);
        cells_begin(cells, run, record, (CellsHost){ 0 });
        cells_answer(cells, c->block, reg, NO_INDEX, &exact);
        const char *problem = find_contradiction(c, fast, &exact);
        if (problem != NULL) {
            StrBuf text = { .arena = c->arena };
            program_disassemble(&text, c->program);
            print_error(
                "case %u, round %u: %s: fast %lld..%lld, exact %s %lld..%lld (mask %llx)\n%.*s\n",
                number, round, problem, (long long)fast.lo, (long long)fast.hi,
                exact.failed    ? "failed"
                : exact.settled ? "settled"
                                : "open",
                (long long)exact.value.lo, (long long)exact.value.hi,
                (unsigned long long)exact.value.mask, (int)text.len, text.ptr);
            fail();
        }
        *agreed += exact.settled && reg_is_settled(c->program, reg, fast);
    }
    arena_destroy(run);
}

static void engines_agree(void **state)
{
    (void)state;
    unsigned cases = getenv("CGL_CASES") ? (unsigned)strtoul(getenv("CGL_CASES"), NULL, 10) : 500;
    unsigned agreed = 0;
    for (unsigned i = 0; i < cases; i++) {
        Arena *arena = arena_create(0);
        Str why = STR_NONE;
        seed = i + UINT64_C(1000003) *
                       (getenv("CGL_SEED") ? strtoull(getenv("CGL_SEED"), NULL, 10) : 0);
        pick(1);
        Case *c = make_case(arena);
        if (!program_verify(c->program, &why)) {
            print_error("case %u: %.*s\n", i, (int)why.len, why.ptr);
            fail();
        }
        compare_engines(c, i, &agreed);
        arena_destroy(arena);
    }
    print_message("    %u of %u results settled by both\n", agreed, 4 * cases);
    assert_true(agreed > cases / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(engines_agree) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
