/* trail.c - what a fact was held against, read off a comparison and its answer. */
#include "runtime/reason/reason_internal.h"

/* `fact OP other` (operand 0) or `other OP fact` (operand 1) with the answer that it had, as what
 * the fact's value is: of `flr >= 25 %` that is no, below 25 %. */
static TrailRelation get_relation(uint16_t op, unsigned operand, bool holds)
{
    static const uint8_t less[2][2] = { { TRAIL_AT_LEAST, TRAIL_BELOW },
                                        { TRAIL_AT_MOST, TRAIL_ABOVE } };
    static const uint8_t at_most[2][2] = { { TRAIL_ABOVE, TRAIL_AT_MOST },
                                           { TRAIL_BELOW, TRAIL_AT_LEAST } };

    if (op == OP_EQ) {
        return holds ? TRAIL_IS : TRAIL_IS_NOT;
    }
    return (TrailRelation)(op == OP_LT ? less : at_most)[operand][holds];
}

static TrailTest make_number_test(const Reg *regs, const Insn *insn, unsigned operand)
{
    uint16_t other = operand == 0 ? insn->b : insn->a;
    Mask answer = regs[insn->dst].mask;
    TrailTest test = { .value = regs[other] };
    if (mask_is_single(answer) && test.value.lo == test.value.hi) {
        test.relation = (uint8_t)get_relation(insn->op, operand, answer == MASK_YES);
    }
    return test;
}

static TrailTest make_set_test(const Program *program, const Reg *regs, const Insn *insn)
{
    Mask answer = regs[insn->dst].mask;
    TrailTest test = { .value = regs[insn->b] };
    if (mask_is_single(answer) && program->regs[insn->a].type == REG_ENUM) {
        test.relation = answer == MASK_YES ? TRAIL_IN : TRAIL_NOT_IN;
    }
    return test;
}

TrailTest trail_make_test(const Program *program, const Reg *regs, const Insn *insn,
                          unsigned operand)
{
    if (insn->op == OP_IN) {
        return make_set_test(program, regs, insn);
    }
    if (insn->op == OP_LT || insn->op == OP_LE || insn->op == OP_EQ) {
        return make_number_test(regs, insn, operand);
    }
    return (TrailTest){ .relation = TRAIL_NO_TEST };
}
