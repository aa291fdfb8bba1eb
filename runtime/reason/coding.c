/* coding.c - what a program asks of each fact: a comparison with constants, or its value. */
#include "runtime/reason/coding.h"
#include "runtime/base/vec.h"
#include "runtime/bytecode/anatomy.h"

#include <stdlib.h>

/* Registers between which values only move (copies, choices, the larger, the smaller) are one
 * class: what any of them is compared with cuts them all. */
typedef struct Flow {
    uint16_t *parent;
    Coding *codings; /* of class roots */
    uint32_t *capacities;
} Flow;

static uint16_t find_root(Flow *flow, uint16_t reg)
{
    while (flow->parent[reg] != reg) {
        reg = flow->parent[reg] = flow->parent[flow->parent[reg]];
    }
    return reg;
}

static void join(Flow *flow, uint16_t a, uint16_t b)
{
    flow->parent[find_root(flow, a)] = find_root(flow, b);
}

static bool is_number(const Program *p, uint16_t reg)
{
    uint8_t type = p->regs[reg].type;
    return type == REG_INT || type == REG_DEC || type == REG_DATE;
}

static bool is_plain_constant(const Program *p, uint16_t reg)
{
    return reg < p->const_count && !p->constants[reg].off_grid &&
           p->constants[reg].reg.lo == p->constants[reg].reg.hi &&
           p->constants[reg].reg.lo > INT64_MIN / 4 && p->constants[reg].reg.lo < INT64_MAX / 4;
}

/* Constants that take part in a choice are values of their own: they cut nothing and belong to no
 * class. */
static void join_value(const Program *p, Flow *flow, uint16_t dst, uint16_t value)
{
    if (value >= p->const_count && is_number(p, dst)) {
        join(flow, dst, value);
    }
}

static bool moves_values(uint16_t op)
{
    return op == OP_MOVE || op == OP_SELECT || op == OP_MIN || op == OP_MAX || op == OP_ACC_MIN ||
           op == OP_ACC_MAX || op == OP_SOME;
}

static void join_classes(const Program *p, Flow *flow)
{
    for (uint32_t r = 0; r < p->reg_count; r++) {
        flow->parent[r] = (uint16_t)r;
    }
    for (uint32_t pc = 0; pc < p->code_count; pc++) {
        const Insn *insn = &p->code[pc];
        if (!moves_values(insn->op)) {
            continue;
        }
        bool first =
            insn->op == OP_MOVE || insn->op == OP_SOME || insn->op == OP_MIN || insn->op == OP_MAX;
        if (first) {
            join_value(p, flow, insn->dst, insn->a);
        }
        if (insn->op != OP_MOVE && insn->op != OP_SOME) {
            join_value(p, flow, insn->dst, insn->b);
        }
        if (insn->op == OP_SELECT) {
            join_value(p, flow, insn->dst, insn->c);
        }
    }
}

static void add_cuts(Arena *arena, Flow *flow, uint16_t reg, int64_t at)
{
    uint16_t root = find_root(flow, reg);
    Coding *coding = &flow->codings[root];
    for (int64_t cut = 2 * at - 1; cut <= 2 * at + 1; cut += 2) {
        if (coding->count == flow->capacities[root]) {
            coding->cuts = vec_grow(arena, coding->cuts, coding->count, &flow->capacities[root],
                                    sizeof *coding->cuts);
        }
        coding->cuts[coding->count++] = cut;
    }
}

/* A floor or another constant among the values that a class may take is compared with what the
 * class is compared with, and with the class's own values: it cuts too. */
static void cut_by_constant(Arena *arena, const Program *p, Flow *flow, uint16_t dst,
                            uint16_t value)
{
    if (value >= p->const_count || !is_number(p, dst)) {
        return;
    }
    if (is_plain_constant(p, value)) {
        add_cuts(arena, flow, dst, p->constants[value].reg.lo);
    } else {
        flow->codings[find_root(flow, dst)].exact = true;
    }
}

static void take_exactly(const Program *p, Flow *flow, uint16_t reg)
{
    if (reg >= p->const_count) {
        flow->codings[find_root(flow, reg)].exact = true;
    }
}

/* Whether a fact is missing does not depend on its value; a state is made of values that other
 * instructions take. */
static void take_reads(const Program *p, Flow *flow, uint32_t pc)
{
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(p, pc, &count);
    for (uint32_t i = 0; i < count; i++) {
        bool asks = reads[i].role == READ_FACT && !is_number(p, p->code[pc].dst);
        if (!asks && reads[i].role != READ_STATE) {
            take_exactly(p, flow, reads[i].reg);
        }
    }
}

/* Every instruction compares a value with a constant, moves it, or takes it as it is. */
static void scan_code(Arena *arena, const Program *p, Flow *flow)
{
    for (uint32_t pc = 0; pc < p->code_count; pc++) {
        const Insn *insn = &p->code[pc];
        bool compares = insn->op == OP_LT || insn->op == OP_LE || insn->op == OP_EQ;
        if (compares && is_plain_constant(p, insn->b)) {
            add_cuts(arena, flow, insn->a, p->constants[insn->b].reg.lo);
        } else if (compares && is_plain_constant(p, insn->a)) {
            add_cuts(arena, flow, insn->b, p->constants[insn->a].reg.lo);
        } else if (moves_values(insn->op)) {
            cut_by_constant(arena, p, flow, insn->dst,
                            insn->op == OP_MOVE || insn->op == OP_SOME ? insn->a : insn->b);
            if (insn->op == OP_MIN || insn->op == OP_MAX) {
                cut_by_constant(arena, p, flow, insn->dst, insn->a);
            }
            if (insn->op == OP_SELECT) {
                cut_by_constant(arena, p, flow, insn->dst, insn->c);
            }
        } else {
            take_reads(p, flow, pc);
        }
    }
    /* A number that is reported is told as it is. */
    for (uint32_t b = 0; b < p->block_count; b++) {
        if (p->blocks[b].kind == BLOCK_DECISION) {
            take_exactly(p, flow, p->blocks[b].result);
        }
    }
    /* The size of the largest element restricts what a list hides, by its value. */
    for (uint16_t l = 0; l < p->list_count; l++) {
        if (p->lists[l].largest_by == NO_INDEX) {
            continue;
        }
        take_exactly(p, flow, p->fields[p->lists[l].largest_by].reg);
        if (p->fields[p->lists[l].largest_field].reg != NO_INDEX) {
            flow->codings[find_root(flow, p->fields[p->lists[l].largest_field].reg)]
                .exact_if_hidden = true;
        }
    }
}

static int compare_cuts(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

Coding *coding_make(Arena *arena, const Program *p)
{
    Coding *codings = ARENA_ARRAY(arena, Coding, p->result_first + 1u);
    Flow flow = { ARENA_ARRAY(arena, uint16_t, p->reg_count + 1),
                  ARENA_ARRAY(arena, Coding, p->reg_count + 1),
                  ARENA_ARRAY(arena, uint32_t, p->reg_count + 1) };
    join_classes(p, &flow);
    scan_code(arena, p, &flow);
    for (uint32_t r = 0; r < p->reg_count; r++) {
        if (flow.codings[r].count) {
            qsort(flow.codings[r].cuts, flow.codings[r].count, sizeof(int64_t), compare_cuts);
        }
    }
    for (uint16_t r = p->slot_first; r < p->result_first; r++) {
        codings[r] = flow.codings[find_root(&flow, r)];
        if (!is_number(p, r)) {
            codings[r].exact = true;
        }
    }
    return codings;
}
