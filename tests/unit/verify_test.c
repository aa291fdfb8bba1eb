/* verify_test.c - a sound program passes; every single defect is refused, by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "runtime/bytecode/verify.h"
#include "tests/unit/program_samples.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
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

static void assert_refused(Program *program, const char *part)
{
    Str why = STR_NONE;
    bool accepted = program_verify(program, &why);
    if (accepted || !contains(why, part)) {
        print_error("%s, expected \"%s\", got \"%.*s\"\n", accepted ? "accepted" : "refused", part,
                    (int)why.len, why.ptr == NULL ? "" : why.ptr);
        fail();
    }
}

static void assert_accepted(Program *program)
{
    Str why = STR_NONE;
    if (!program_verify(program, &why)) {
        print_error("%.*s\n", (int)why.len, why.ptr);
        fail();
    }
}

/* ---- tables: one defect each in the sample ---- */

static Sample *s; /* the sample under the knife */
static Program *p;

#define DEFECT(expected, ...)        \
    do {                             \
        s = sample_build(arena);     \
        p = s->program;              \
        __VA_ARGS__;                 \
        assert_refused(p, expected); \
    } while (0)

static FieldInfo *field(BReg reg)
{
    return &p->fields[build_field_index(&s->b, reg)];
}

static BlockInfo *block(uint32_t index)
{
    return &p->blocks[index];
}

static Insn *find_insn(uint16_t op, unsigned nth)
{
    for (uint32_t pc = 0; pc < p->code_count; pc++) {
        if (p->code[pc].op == op && nth-- == 0) {
            return &p->code[pc];
        }
    }
    fail();
    return NULL;
}

static uint16_t reg(BReg handle)
{
    return build_reg(&s->b, handle);
}

static void sample_is_sound(void **state)
{
    (void)state;
    s = sample_build(arena);
    assert_accepted(s->program);
}

static void registers(void **state)
{
    (void)state;
    DEFECT("regions", p->slot_first++);
    DEFECT("regions", p->window_first = (uint16_t)(p->slot_first - 1));
    DEFECT("regions", p->result_first = (uint16_t)(p->temp_first + 1));
    DEFECT("regions", p->reg_count = p->temp_first - 1u);
    DEFECT("regions", p->reg_count = 65536);
    DEFECT("no such type", p->regs[0].type = 6);
    DEFECT("no such enumeration", p->regs[1].enumeration = 2);
    DEFECT("no such enumeration", p->regs[1].enumeration = 0);
    DEFECT("no such enumeration", p->regs[0].enumeration = 1);
    DEFECT("first enumeration", p->enum_count = 0);
    DEFECT("first enumeration", p->enums[0].count = 3; p->enums[0].values = p->enums[1].values);
    DEFECT("more than 64", p->enums[1].count = 65);
    DEFECT("no values", p->enums[1].count = 0);
    DEFECT("constant 0", p->constants[0].reg.hi++);
    DEFECT("constant 1", p->constants[1].reg.mask = 8);
    DEFECT("constant 1", p->constants[1].reg.may_fail = 1);
    DEFECT("constant 4", p->constants[4].reg.lo--);
    DEFECT("constant 4", p->constants[4].exact = (Rat){ 3, 1 });
    DEFECT("constant 5", p->constants[5].off_grid = true);
}

static void fields(void **state)
{
    (void)state;
    DEFECT("range is empty", field(s->ecog)->lo = 5);
    DEFECT("calendar", field(s->date)->hi = DAY_MAX + 1);
    DEFECT("no such type", field(s->cea)->type = 9);
    DEFECT("no such enumeration", field(s->stage)->enumeration = 7);
    DEFECT("another type", field(s->cea)->type = REG_INT);
    DEFECT("used without", field(s->cea)->used = false);
    DEFECT("wrong region", field(s->cea)->reg = 0);
    DEFECT("wrong region", field(s->cea)->reg = p->temp_first);
    DEFECT("belongs to another", field(s->smoker)->reg = field(s->complete)->reg);
    DEFECT("no such role", field(s->cea)->role = 6);
    DEFECT("without list", field(s->cea)->role = FIELD_ELEMENT);
    DEFECT("cannot stand in a list", field(s->size)->role = FIELD_SCALAR);
    DEFECT("no such list", field(s->size)->list = 9);
    DEFECT("outside the fields", field(s->cea)->list = s->list;
           field(s->cea)->role = FIELD_ELEMENT);
    DEFECT("date of evaluation", p->as_of_field = NO_INDEX);
    DEFECT("date of evaluation", p->as_of_field = 0);
    DEFECT("no such unit", field(s->cea)->unit = 60000);
    DEFECT("negative", field(s->cea)->error = -1);
    DEFECT("statements", field(s->gap)->statement_count = 9);
    DEFECT("statements", field(s->gap)->statements = 0xffffffffu);
    DEFECT("label has no register", p->fields[0].reg = p->slot_first);
    DEFECT("key is no key", p->key_field = build_field_index(&s->b, s->cea));
    DEFECT("key is no key", p->key_field = 999);
}

static void lists(void **state)
{
    (void)state;
    DEFECT("bound", p->lists[0].least = 6);
    DEFECT("bound", p->lists[0].most = LIMIT_LIST_BOUND + 1);
    DEFECT("no rule reads", p->lists[0].used = false);
    DEFECT("not the next one", p->lists[1].window++);
    DEFECT("leaves its region", p->lists[1].width = 999);
    DEFECT(
        "fill their region", p->lists[1].width++; p->result_first = (uint16_t)(p->result_first + 2);
        p->temp_first = (uint16_t)(p->temp_first + 2); p->reg_count += 2;
        RegInfo *regs = ARENA_ARRAY(arena, RegInfo, p->reg_count);
        memcpy(regs, p->regs, (p->reg_count - 2) * sizeof *regs); for (uint32_t i = 0; i < 2; i++) {
            regs[p->reg_count - 1 - i] = (RegInfo){ REG_INT, NO_INDEX };
        } p->regs = regs);
    DEFECT("not in the table", p->lists[0].field_count = 999);
    DEFECT("outside the fields", p->lists[0].field_count = 0);
    DEFECT("outside the fields", p->lists[0].first_field++);
    DEFECT("window does not fit", p->lists[0].used_fields++);
    DEFECT("next register", uint16_t r = field(s->size)->reg;
           field(s->size)->reg = field(s->central)->reg; field(s->central)->reg = r;
           p->regs[r] = (RegInfo){ REG_BOOL, NO_INDEX };
           p->regs[r + 1] = (RegInfo){ REG_DEC, NO_INDEX });
    DEFECT("key is no key", p->lists[0].key_field = build_field_index(&s->b, s->size));
    DEFECT("is complete is no field", p->lists[0].complete_field = 999);
    DEFECT("is complete is no field",
           p->lists[0].complete_field = build_field_index(&s->b, s->size));
    DEFECT("no set of values", p->lists[0].complete_field = build_field_index(&s->b, s->count));
    DEFECT("no such value", p->lists[0].complete_unless = 4);
    DEFECT("no such value", p->lists[0].complete_unless = 0);
    DEFECT("counts it", p->lists[0].counted_by = build_field_index(&s->b, s->cea));
    DEFECT("largest", p->lists[0].largest_by = build_field_index(&s->b, s->count));
    DEFECT("largest", p->lists[0].largest_field = build_field_index(&s->b, s->value));
    DEFECT("largest", p->fields[p->lists[0].largest_by].unit = unit_find(STR("mm")));
}

/* A list that is read, and the size of its elements is not. */
static void sizes_without_register(void **state)
{
    Builder b;
    build_begin(&b, arena);
    BReg largest = build_scalar(&b, "largest", REG_DEC, 0, 10);
    uint16_t list = build_list(&b, "spots", 0, 5);
    FieldInfo size = build_field_info("size", FIELD_ELEMENT, REG_DEC, 0, 10);
    size.used = false;
    build_list_largest(&b, list, build_element_info(&b, list, size), largest);
    uint32_t block = build_block(&b, BLOCK_DECISION, "number", REG_INT, NO_INDEX);
    build_op(&b, OP_LENGTH, build_result(&b, block), list, 0, 0);
    assert_refused(build_end(&b), "largest");
}

static void other_tables(void **state)
{
    (void)state;
    DEFECT("statement RISK-01", p->statements[0].strength = 2);
    DEFECT("statement RISK-01", p->statements[0].role = 3);
    DEFECT("statement RISK-02", p->statements[1].ref_count = 2);
    DEFECT("reason smoking", p->reasons[0].statements = 2);
    static uint32_t wrong[3] = { 0, 2, 1 };
    DEFECT("no such statement", p->statement_refs = wrong);
    DEFECT("no such block", p->block_refs[0] = p->block_count);
    DEFECT("native function egfr", p->natives[0].parameter_count = 9);
    DEFECT("native function egfr", p->natives[0].result = 6);
    DEFECT("native function egfr", p->natives[0].parameters[1] = 6);
    DEFECT("native function egfr", p->natives[0].parameter_units[1] = 60000);
}

static void blocks(void **state)
{
    (void)state;
    DEFECT("does not exist", block(0)->kind = 4);
    DEFECT("does not exist", block(0)->body = 4);
    DEFECT("does not exist", block(0)->lo = 1; block(0)->hi = 0);
    DEFECT("no such strength", block(s->advice)->strength = 2);
    DEFECT("no such list", block(s->suitable)->list = 2);
    DEFECT("result register does not fit", block(s->suitable)->list = 1);
    DEFECT("result register does not fit", block(0)->result = p->temp_first);
    DEFECT("result register does not fit", block(0)->kind = BLOCK_ADVICE);
    DEFECT("belongs to", block(0)->result = block(s->many)->result);
    DEFECT("condition does not fit", block(s->advice)->when = block(0)->result);
    DEFECT("more than 64", block(s->advice)->aux_count = 65);
    DEFECT("not in the table", block(s->advice)->aux = 99);
    DEFECT("further result does not fit", p->aux[0].reg = 0);
    DEFECT("further result does not fit", p->aux[0].value = 64);
    DEFECT("further result 1", p->aux[1].reason = 1);
    DEFECT("outside its table", block(0)->statement_count = 99);
    DEFECT("outside its table", block(0)->ref_count = 99);
    DEFECT("outside its table", block(0)->show_count = 99);
    DEFECT("outside its table", block(0)->need_count = 99);
    DEFECT("outside its table", block(0)->caution_count = 99);
    DEFECT("a caution of it is none", p->block_refs[block(s->advice)->cautions] = 0);
    DEFECT("not listed in order", p->block_refs[block(s->many)->needs] = s->many);
    DEFECT("is a gate", block(s->high)->gate = true);
    DEFECT("does not follow", block(s->many)->gate = true; block(s->many)->code_end = 0x7fffffff);
    DEFECT("asks about",
           *find_insn(OP_IN, 1) =
               (Insn){ .op = OP_MISSING, .dst = find_insn(OP_IN, 1)->dst, .a = reg(s->cea) };
           block(s->advice)->gate = block(s->caution)->gate = true;
           find_insn(OP_SETTLED, 0)->a = block(s->advice)->result;
           find_insn(OP_MAY_BE, 0)->op = OP_IN; block(s->gate)->need_count = 2;
           p->block_refs[block(s->gate)->needs = p->block_ref_count] = s->high;
           p->block_refs[p->block_ref_count + 1] = s->advice; p->block_ref_count += 2);
    DEFECT("does not follow", block(1)->code++);
    DEFECT("does not follow", block(1)->code_end = 99999);
    DEFECT("behind the last", block(p->block_count - 1)->code_end--);
    DEFECT("order of declaration", p->declared[1] = 0);
    DEFECT("order of declaration", p->declared[1] = 99);
}

/* ---- code: one defect each in the sample ---- */

static void operands(void **state)
{
    (void)state;
    DEFECT("no such instruction", find_insn(OP_LE, 0)->op = OP_COUNT_);
    DEFECT("no such instruction", find_insn(OP_LE, 0)->pad = 1);
    DEFECT("does not exist", find_insn(OP_LE, 0)->a = (uint16_t)p->reg_count);
    DEFECT("does not exist", find_insn(OP_LE, 0)->dst = 65535);
    DEFECT("does not have", find_insn(OP_LE, 0)->c = 1);
    DEFECT("does not have", find_insn(OP_NEXT, 0)->dst = 1);
    DEFECT("out of bounds", find_insn(OP_LE, 0)->imm = 1);
    DEFECT("out of bounds", find_insn(OP_ROUND_REAL, 0)->imm = 9);
    DEFECT("wrong type", find_insn(OP_LE, 0)->dst = reg(s->ecog));
    DEFECT("another type", find_insn(OP_LE, 0)->a = reg(s->ecog));
    DEFECT("wrong type", find_insn(OP_LE, 0)->a = reg(s->smoker));
    DEFECT("wrong type", find_insn(OP_BIT, 0)->a = reg(s->ecog));
    DEFECT("is no constant", find_insn(OP_IN, 0)->b = reg(s->stage));
    DEFECT("another type", find_insn(OP_IN, 0)->a = reg(s->smoker));
    DEFECT("list 2 does not exist", find_insn(OP_EACH, 0)->a = 2);
    DEFECT("is never written", find_insn(OP_MOVE, 0)->dst = reg(s->stage));
    DEFECT("is never written", Insn *insn = find_insn(OP_LE, 0); insn->dst = 7);
    DEFECT("not written by this block", find_insn(OP_ADD_INT, 0)->dst = block(s->many)->result);
    DEFECT("read before", find_insn(OP_ADD_INT, 0)->a = find_insn(OP_ACC_COUNT, 0)->dst);
    DEFECT("outside a loop over its list", find_insn(OP_LE, 0)->b = reg(s->size));
    DEFECT("without listing it", block(s->many)->need_count = 0);
    DEFECT("belongs to no block", block(s->advice)->when = NO_INDEX;
           find_insn(OP_IN, 1)->dst = find_insn(OP_LT, 2)->dst);
    DEFECT("gate word", block(s->gate)->gate = false);
    DEFECT("no result of another block", find_insn(OP_SETTLED, 0)->a = reg(s->stage));
    DEFECT("is no fact", find_insn(OP_MISSING, 0)->a = 0);
    DEFECT("wrong type", find_insn(OP_NATIVE, 0)->a = find_insn(OP_MOVE, 0)->dst);
    DEFECT("out of bounds", find_insn(OP_NATIVE, 0)->imm = 1);
    DEFECT("has another type", find_insn(OP_NATIVE, 0)->dst = find_insn(OP_ROUND_REAL, 0)->dst);
    DEFECT("not every result",
           *find_insn(OP_SOME, 0) =
               (Insn){ .op = OP_NOT, .dst = find_insn(OP_NOT, 0)->dst, .a = reg(s->smoker) });
}

static void loops(void **state)
{
    (void)state;
    DEFECT("not closed", find_insn(OP_EACH, 0)->imm = 0);
    DEFECT("not closed", find_insn(OP_EACH, 0)->imm = 0xffffffffu);
    DEFECT("not closed", find_insn(OP_EACH, 0)->imm++);
    DEFECT("not closed", find_insn(OP_EACH, 1)->imm = find_insn(OP_EACH, 2)->imm);
    DEFECT("not closed", find_insn(OP_NEXT, 0)->a = 1);
    DEFECT("loop inside", find_insn(OP_EACH, 2)->a = 0; find_insn(OP_NEXT, 1)->a = 0);
    DEFECT("closes no loop", find_insn(OP_EACH, 0)->op = OP_SKIP_NO;
           find_insn(OP_SKIP_NO, 0)->a = reg(s->smoker); find_insn(OP_SKIP_NO, 0)->imm = 0;
           find_insn(OP_LT, 0)->a = reg(s->largest); find_insn(OP_ADD, 0)->a = reg(s->largest);
           find_insn(OP_ADD, 0)->b = reg(s->largest);
           *find_insn(OP_MOVE, 1) = (Insn){ .op = OP_NEXT });
    DEFECT("skips out", find_insn(OP_SKIP_NO, 0)->imm = 999);
    DEFECT("skips out", find_insn(OP_SKIP_NO, 0)->imm = 0xffffffffu);
    DEFECT("skips out", find_insn(OP_SKIP_NO, 0)->imm = 6);
    DEFECT("read before", find_insn(OP_SKIP_NO, 0)->imm = 4);
    DEFECT("not every result", find_insn(OP_SKIP_NO, 0)->imm = 5);
    DEFECT("accumulates before",
           *find_insn(OP_MOVE, 3) =
               (Insn){ .op = OP_NOT, .dst = find_insn(OP_MOVE, 4)->dst, .a = reg(s->smoker) });
    DEFECT("accumulates over two loops", Insn *each = find_insn(OP_EACH, 1); Insn keep = each[0];
           each[0] = each[1]; each[1] = keep);
    DEFECT("read while", find_insn(OP_LT, 1)->b = find_insn(OP_ACC_COUNT, 0)->dst);
    DEFECT("accumulates before", find_insn(OP_ACC_LATEST, 0)->imm = 0);
    DEFECT("accumulates twice",
           find_insn(OP_ACC_LATEST, 0)->imm = find_insn(OP_ACC_LATEST, 0)->dst);
    DEFECT("may hold no value", *find_insn(OP_SOME, 0) = (Insn){ .op = OP_MAX,
                                                                 .dst = find_insn(OP_SOME, 0)->dst,
                                                                 .a = find_insn(OP_SOME, 0)->a,
                                                                 .b = find_insn(OP_SOME, 0)->a });
    DEFECT("may be none", find_insn(OP_SOME, 0)->op = OP_MOVE);
    DEFECT("does not exist accumulates", find_insn(OP_ACC_LATEST, 0)->imm = 0xffffffffu);
}

/* ---- small programs ---- */

static Builder *start(void)
{
    Builder *b = ARENA_NEW(arena, Builder);
    build_begin(b, arena);
    return b;
}

/* Accumulate outside a loop; carry a value through a loop; change one under a skip. */
static void flow(void **state)
{
    (void)state;
    Builder *b = start();
    BReg x = build_scalar_bool(b, "x");
    uint32_t d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    build_op(b, OP_MOVE, build_result(b, d), x, 0, 0);
    build_op(b, OP_ACC_ANY, build_result(b, d), x, 0, 0);
    assert_refused(build_end(b), "outside a loop");

    b = start();
    uint16_t list = build_list(b, "list", 0, 3);
    BReg y = build_element(b, list, "y", REG_BOOL, 0, 0);
    d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    BReg carried = build_new(b, OP_MOVE, build_bool(b, MASK_NO), 0, 0);
    build_each(b, list);
    build_op(b, OP_MOVE, carried, y, 0, 0);
    build_next(b);
    build_op(b, OP_MOVE, build_result(b, d), carried, 0, 0);
    assert_refused(build_end(b), "before the loop or skip");

    b = start();
    x = build_scalar_bool(b, "x");
    d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    build_op(b, OP_MOVE, build_result(b, d), x, 0, 0);
    uint32_t skip = build_skip(b, OP_SKIP_NO, x);
    build_op(b, OP_NOT, build_result(b, d), x, 0, 0);
    build_land(b, skip);
    assert_refused(build_end(b), "before the loop or skip");

    b = start();
    x = build_scalar_bool(b, "x");
    d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    skip = build_skip(b, OP_SKIP_NO, x);
    build_op(b, OP_MOVE, build_result(b, d), x, 0, 0);
    build_land(b, skip);
    assert_refused(build_end(b), "not every result");
}

static void accumulators(void **state)
{
    (void)state;
    Builder *b = start();
    uint16_t list = build_list(b, "list", 0, 3);
    BReg y = build_element(b, list, "y", REG_BOOL, 0, 0);
    uint32_t d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    BReg acc = build_new(b, OP_MOVE, build_bool(b, MASK_NO), 0, 0);
    build_each(b, list);
    build_op(b, OP_ACC_ANY, acc, y, 0, 0);
    build_op(b, OP_ACC_ALL, acc, y, 0, 0);
    build_next(b);
    build_op(b, OP_MOVE, build_result(b, d), acc, 0, 0);
    assert_refused(build_end(b), "accumulates twice");

    b = start();
    list = build_list(b, "list", 0, 3);
    y = build_element(b, list, "y", REG_BOOL, 0, 0);
    d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    acc = build_new(b, OP_NONE, 0, 0, 0);
    build_each(b, list);
    build_op(b, OP_ACC_ANY, acc, y, 0, 0);
    build_next(b);
    build_op(b, OP_SOME, build_result(b, d), acc, 0, 0);
    assert_refused(build_end(b), "may hold no value");
}

/* A column is written by one loop, for every element, at its top. */
static void columns(void **state)
{
    (void)state;
    for (unsigned variant = 0; variant < 4; variant++) {
        Builder *b = start();
        uint16_t list = build_list(b, "list", 0, 3), other = 0;
        BReg y = build_element(b, list, "y", REG_BOOL, 0, 0);
        other = build_list(b, "other", 0, 3);
        build_element(b, other, "z", REG_BOOL, 0, 0);
        uint32_t d = build_block_each(b, list, BLOCK_DECISION, "d", REG_BOOL, 0);
        if (variant == 0) { /* no loop at all */
            build_op(b, OP_MOVE, build_result(b, d), build_bool(b, MASK_NO), 0, 0);
            assert_refused(build_end(b), "outside the loop");
            continue;
        }
        if (variant == 1) { /* in an inner loop */
            build_each(b, other);
        }
        build_each(b, list);
        build_op(b, OP_MOVE, build_result(b, d), y, 0, 0);
        build_next(b);
        if (variant == 1) {
            build_next(b);
        }
        if (variant == 2) { /* twice */
            build_each(b, list);
            build_op(b, OP_NOT, build_result(b, d), y, 0, 0);
            build_next(b);
        }
        if (variant == 3) {
            assert_accepted(build_end(b));
        } else {
            assert_refused(build_end(b), "outside the loop");
        }
    }
}

/* ---- limits: at it, and one past it ---- */

static Program *nest(unsigned depth)
{
    Builder *b = start();
    static const char *names[] = { "one", "two", "three" };
    uint16_t found[3];
    for (unsigned i = 0; i < 3; i++) {
        found[i] = build_list(b, names[i], 0, 9);
        build_element(b, found[i], "x", REG_BOOL, 0, 0);
    }
    uint32_t d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    for (unsigned i = 0; i < depth; i++) {
        build_each(b, found[i]);
    }
    for (unsigned i = 0; i < depth; i++) {
        build_next(b);
    }
    build_op(b, OP_MOVE, build_result(b, d), build_bool(b, MASK_NO), 0, 0);
    return build_end(b);
}

static Program *repeat(unsigned instructions, uint16_t bound)
{
    Builder *b = start();
    uint16_t one = build_list(b, "one", 0, bound), two;
    BReg x = build_element(b, one, "x", REG_BOOL, 0, 0);
    two = build_list(b, "two", 0, bound);
    build_element(b, two, "y", REG_BOOL, 0, 0);
    uint32_t d = build_block(b, BLOCK_DECISION, "d", REG_BOOL, 0);
    build_each(b, one);
    build_each(b, two);
    BReg t = build_temp(b, REG_BOOL, 0);
    for (unsigned i = 0; i < instructions; i++) {
        build_op(b, OP_MOVE, t, x, 0, 0);
    }
    build_next(b);
    build_next(b);
    build_op(b, OP_MOVE, build_result(b, d), build_bool(b, MASK_NO), 0, 0);
    return build_end(b);
}

static Program *give_aux(unsigned count)
{
    Builder *b = start();
    BReg x = build_scalar_bool(b, "x");
    uint32_t d = build_block(b, BLOCK_ADVICE, "d", REG_BOOL, 0);
    for (unsigned i = 0; i < count; i++) {
        build_op(b, OP_MOVE, build_aux(b), x, 0, 0);
    }
    build_op(b, OP_MOVE, build_result(b, d), x, 0, 0);
    return build_end(b);
}

static void limits(void **state)
{
    (void)state;
    assert_accepted(nest(LIMIT_LOOP_DEPTH));
    assert_refused(nest(LIMIT_LOOP_DEPTH + 1), "loop inside two loops");
    assert_accepted(give_aux(64));
    assert_refused(give_aux(65), "more than 64");
    /* 2 + (1 + bound) (2 + (1 + bound) (n + 1)): with bound 999 and n = 97 that is 1 + 1 + 1000 (1
     * + 1 + 1000 x 98). */
    Program *program = repeat(97, 999);
    assert_accepted(program);
    assert_int_equal(program->worst_case, 98002002);
    assert_refused(repeat(100, 999), "more than 100000000 instructions");
    assert_accepted(repeat(1, LIMIT_LIST_BOUND));
    assert_refused(repeat(1, LIMIT_LIST_BOUND + 1), "bound");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_is_sound),
        cmocka_unit_test(registers),
        cmocka_unit_test(fields),
        cmocka_unit_test(lists),
        cmocka_unit_test(sizes_without_register),
        cmocka_unit_test(other_tables),
        cmocka_unit_test(blocks),
        cmocka_unit_test(operands),
        cmocka_unit_test(loops),
        cmocka_unit_test(flow),
        cmocka_unit_test(accumulators),
        cmocka_unit_test(columns),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
