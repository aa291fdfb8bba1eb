/* exact.c - the instructions on diagrams. All instructions of a block run; skips are hints and do
 * nothing here. */
#include "runtime/base/claim.h"
#include "runtime/cells/engine.h"

typedef struct LoopState {
    uint16_t list;
    uint32_t body; /* first instruction inside */
    uint32_t element;
    int32_t outer; /* element that an outer loop over the same list stood at */
    Fold fold;
} LoopState;

typedef struct Run {
    Cells *e;
    const BlockInfo *block;
    uint32_t own_loop; /* the loop over the elements that the block is for each of */
    uint32_t only;     /* the one of them that it runs for */
    LoopState loops[LIMIT_LOOP_DEPTH + 1];
    unsigned depth;
} Run;

/* ---- registers ---- */

Node *exact_get_cell(Cells *e, uint16_t reg, uint32_t element)
{
    uint16_t list = e->places[reg].list;
    if (list == NO_INDEX) {
        return &e->results.regs[reg];
    }
    const ListInfo *info = &e->program->lists[list];
    uint32_t width = (uint32_t)info->width - info->used_fields;
    return &e->results
                .columns[list][(size_t)element * width + (reg - info->window - info->used_fields)];
}

static Node read_fact(Cells *e, uint16_t reg)
{
    uint16_t list = e->places[reg].list;
    if (list != NO_INDEX) {
        return list_load(e, e->places[reg].field, (uint16_t)e->lists[list].current);
    }
    Node *cell = &e->results.regs[reg];
    if (!*cell) {
        *cell = fact_load(e, e->places[reg].field, 0) + 1;
    }
    return *cell - 1;
}

static Node read_reg(Run *run, uint16_t reg)
{
    Cells *e = run->e;
    if (reg < e->program->const_count) {
        Node *cell = &e->results.regs[reg];
        if (!*cell) {
            *cell = fact_load_constant(e, reg) + 1;
        }
        return *cell - 1;
    }
    if (e->places[reg].field != NO_INDEX) {
        return read_fact(e, reg);
    }
    uint16_t list = e->places[reg].list;
    Node cell = *exact_get_cell(e, reg, list == NO_INDEX ? 0 : (uint32_t)e->lists[list].current);
    return cell ? cell - 1 : NODE_FAIL;
}

static void write_reg(Run *run, uint16_t reg, Node value)
{
    Cells *e = run->e;
    CLAIM(e->places[reg].field == NO_INDEX, "Facts of the record are never written.");
    uint16_t list = e->places[reg].list;
    *exact_get_cell(e, reg, list == NO_INDEX ? 0 : (uint32_t)e->lists[list].current) = value + 1;
}

/* ---- loops ---- */

static uint32_t skip_loop(const Program *program, uint32_t pc)
{
    for (unsigned depth = 0;; pc++) {
        depth += program->code[pc].op == OP_EACH;
        depth -= program->code[pc].op == OP_NEXT;
        if (depth == 0) {
            return pc;
        }
    }
}

/* Next instruction before the one to run. */
static uint32_t open_loop(Run *run, uint32_t pc)
{
    Cells *e = run->e;
    uint16_t list = e->program->code[pc].a;
    CellList *cells = &e->lists[list];
    LoopState loop = { .list = list,
                       .body = pc + 1,
                       .outer = cells->current,
                       .fold = { .list = list, .end = cells->total, .certain = cells->certain } };
    if (pc == run->own_loop) {
        loop.fold.first = loop.fold.certain = loop.element = run->only;
        loop.fold.end = run->only + 1;
    }
    if (loop.element >= loop.fold.end) {
        return skip_loop(e->program, pc);
    }
    cells->current = (int32_t)loop.element;
    CLAIM_ALWAYS(run->depth <= LIMIT_LOOP_DEPTH, "Loops nest as deep as the verifier allows.");
    run->loops[run->depth++] = loop;
    return pc;
}

static LoopState *get_loop(Run *run)
{
    CLAIM_ALWAYS(run->depth > 0, "It stands inside a loop.");
    return &run->loops[run->depth - 1];
}

static uint32_t step_loop(Run *run, uint32_t pc)
{
    LoopState *loop = get_loop(run);
    CellList *list = &run->e->lists[loop->list];
    if (++loop->element < loop->fold.end && !run->e->d->over) {
        list->current = (int32_t)loop->element;
        return loop->body - 1;
    }
    list->current = loop->outer;
    run->depth--;
    for (uint32_t i = 0; i < loop->fold.items.count && !run->e->d->over; i++) {
        uint16_t reg = loop->fold.items.items[i].reg;
        write_reg(run, reg, fold_finish(run->e, &loop->fold, i, read_reg(run, reg)));
    }
    return pc;
}

/* ---- accumulators ---- */

static void accumulate(Run *run, const Insn *insn)
{
    LoopState *loop = get_loop(run);
    FoldStep step = { .op = insn->op,
                      .reg = insn->dst,
                      .element = loop->element,
                      .old = read_reg(run, insn->dst),
                      .holds = read_reg(run, insn->a) };
    if (insn->op >= OP_ACC_SUM) {
        step.value = read_reg(run, insn->b);
    }
    write_reg(run, insn->dst, fold_add(run->e, &loop->fold, &step));
}

static void take_latest(Run *run, const Insn *insn)
{
    LoopState *loop = get_loop(run);
    uint16_t state = (uint16_t)insn->imm;
    FoldStep value = { .op = insn->op,
                       .reg = insn->dst,
                       .element = loop->element,
                       .old = read_reg(run, insn->dst),
                       .holds = read_reg(run, insn->a),
                       .value = read_reg(run, insn->c) };
    FoldStep day = value;
    day.reg = state;
    day.old = read_reg(run, state);
    day.value = read_reg(run, insn->b);
    fold_add_latest(run->e, &loop->fold, &value, &day);
    write_reg(run, insn->dst, value.old);
    write_reg(run, state, day.old);
}

/* ---- gate words ---- */

/* The element that the gate asks about. */
static uint32_t get_asked(const Cells *e, const Insn *insn)
{
    uint16_t list = gate_get_list(e->program, insn);
    return list == NO_INDEX ? 0 : (uint32_t)e->lists[list].current;
}

static Node ask_gate(Cells *e, const Insn *insn)
{
    uint32_t element = get_asked(e, insn);
    if (e->gate_vars) {
        return gate_load(e, insn, element);
    }
    return node_from_bool(gate_ask(e->program, e->record, &e->host, insn, element));
}

/* A fact is read where it is not missing; an answer where it is settled, and what it is settled to
 * is what its diagram has become. */
static Node read_known(Run *run, const Insn *insn)
{
    Cells *e = run->e;
    bool fact = insn->op == OP_KNOWN_FACT;
    if (e->gate_vars) {
        Node gate = ask_gate(e, insn), a = read_reg(run, insn->a), b = read_reg(run, insn->b);
        return fact ? apply_select(e->d, gate, b, a) : apply_select(e->d, gate, a, b);
    }
    uint32_t element = get_asked(e, insn);
    if (fact) {
        bool missing = gate_ask(e->program, e->record, &e->host, insn, element);
        return read_reg(run, missing ? insn->b : insn->a);
    }
    const Answer *answer = gate_find_settled(e->program, e->record, &e->host, insn, element);
    return answer ? reg_to_leaf(e, insn->a, answer->value, answer->off_grid, answer->exact)
                  : read_reg(run, insn->b);
}

/* ---- natives ---- */

static bool leaf_to_reg(Cells *e, Node leaf, uint16_t reg, Reg *out)
{
    bool exact;
    int64_t value;
    switch ((RegType)e->program->regs[reg].type) {
    case REG_BOOL:
    case REG_ENUM: *out = (Reg){ .mask = UINT64_C(1) << row_get(e->d, leaf)->lo }; return true;
    case REG_REAL: *out = (Reg){ .real = leaf_get_real(e->d, leaf) }; return true;
    case REG_DEC:
        if (!rat_floor_dec(leaf_get_rat(e->d, leaf), &value, &exact)) {
            return false;
        }
        *out = (Reg){ .lo = value, .hi = value + !exact };
        return true;
    case REG_INT:
    case REG_DATE: break;
    }
    *out = (Reg){ .lo = (int64_t)leaf_get_rat(e->d, leaf).num,
                  .hi = (int64_t)leaf_get_rat(e->d, leaf).num };
    return true;
}

static Domain get_domain(const Program *program, RegInfo info)
{
    return (Domain){ .values = info.type == REG_BOOL   ? 2
                               : info.type == REG_ENUM ? program->enums[info.enumeration].count
                                                       : 0,
                     .dense = info.type == REG_DEC || info.type == REG_REAL };
}

static Node call_native(Run *run, const Insn *insn)
{
    Cells *e = run->e;
    Node nodes[LIMIT_NATIVE_PARAMETERS];
    Reg arguments[LIMIT_NATIVE_PARAMETERS], result;
    unsigned count = e->program->natives[insn->imm].parameter_count;
    bool known = true;
    for (unsigned i = 0; i < count; i++) {
        nodes[i] = read_reg(run, (uint16_t)(insn->a + i));
        if (node_is_leaf(e->d, nodes[i]) && leaf_is_failure(e->d, nodes[i])) {
            return nodes[i];
        }
        known = known && node_is_leaf(e->d, nodes[i]) && leaf_get_kind(e->d, nodes[i]) != LEAF_TERM;
    }
    if (!known || e->gate_vars) { /* while a program is compiled, nobody is called */
        uint32_t function = e->shared ? e->shared->natives[insn->imm] : insn->imm;
        return var_derive_opaque(e->d, OPAQUE_CALL, function,
                                 get_domain(e->program, e->program->regs[insn->dst]), nodes, count);
    }
    for (unsigned i = 0; i < count; i++) {
        if (!leaf_to_reg(e, nodes[i], (uint16_t)(insn->a + i), &arguments[i])) {
            return NODE_FAIL;
        }
    }
    if (!e->host.native || !e->host.native(e->host.context, insn->imm, arguments, &result)) {
        return NODE_FAIL;
    }
    return reg_to_leaf(e, insn->dst, result, false, (Rat){ 0, 1 });
}

/* ---- one instruction ---- */

/* Instructions and operations of one name are one. */
static const uint8_t operations[OP_COUNT_] = {
#define OPERATION(name, operands, sentence) [OP_##name] = DIA_##name,
#define KERNEL_ONLY(name, operands, sentence)
#include "runtime/diagram/operations.def"
#undef OPERATION
#undef KERNEL_ONLY
};
static const uint8_t operand_counts[DIA_COUNT_] = {
#define OPERATION(name, operands, sentence) [DIA_##name] = operands,
#define KERNEL_ONLY(name, operands, sentence) [DIA_##name] = operands,
#include "runtime/diagram/operations.def"
#undef OPERATION
#undef KERNEL_ONLY
};

/* imm: digits, where there are any. */
static Node apply_operation(Run *run, const Insn *insn)
{
    Diagrams *d = run->e->d;
    unsigned operation = operations[insn->op];
    CLAIM_ALWAYS(operation != DIA_NOTHING, "Every instruction has a meaning on diagrams.");
    return operand_counts[operation] == 1
               ? apply1(d, operation, insn->imm, read_reg(run, insn->a))
               : apply2(d, operation, 0, read_reg(run, insn->a), read_reg(run, insn->b));
}

static Node load_set(Cells *e, uint16_t reg)
{
    return leaf_from_set(e->d, e->program->constants[reg].reg.mask);
}

static uint32_t get_fault(const Cells *e, uint32_t block)
{
    return e->shared ? e->shared->faults[block] : block;
}

static Node compute(Run *run, const Insn *insn)
{
    Cells *e = run->e;
    switch ((Opcode)insn->op) {
    case OP_MOVE: return read_reg(run, insn->a);
    case OP_IN: return apply2(e->d, DIA_IN, 0, read_reg(run, insn->a), load_set(e, insn->b));
    case OP_SELECT:
        return apply_select(e->d, read_reg(run, insn->a), read_reg(run, insn->b),
                            read_reg(run, insn->c));
    case OP_LENGTH: return list_get_length(e, insn->a);
    case OP_NONE: return NODE_NONE;
    case OP_FAIL: return NODE_FAIL;
    case OP_HOLE: return leaf_make(e->d, LEAF_HOLE, get_fault(e, insn->imm), 0);
    case OP_TWO: return leaf_make(e->d, LEAF_TWO, get_fault(e, insn->imm), 0);
    case OP_MISSING:
    case OP_NO_LIST:
    case OP_PARTIAL:
    case OP_SETTLED:
    case OP_MAY_BE:
    case OP_NEEDS_FACTS: return ask_gate(e, insn);
    case OP_KNOWN_FACT:
    case OP_KNOWN_RESULT: return read_known(run, insn);
    case OP_NATIVE: return call_native(run, insn);
    default: return apply_operation(run, insn);
    }
}

static uint32_t execute(Run *run, uint32_t pc)
{
    const Insn *insn = &run->e->program->code[pc];
    switch ((Opcode)insn->op) {
    case OP_EACH: return open_loop(run, pc);
    case OP_NEXT: return step_loop(run, pc);
    case OP_SKIP_NO:
    case OP_SKIP_YES: break;
    case OP_ACC_ANY:
    case OP_ACC_ALL:
    case OP_ACC_COUNT:
    case OP_ACC_SUM:
    case OP_ACC_MIN:
    case OP_ACC_MAX: accumulate(run, insn); break;
    case OP_ACC_LATEST: take_latest(run, insn); break;
    default: write_reg(run, insn->dst, compute(run, insn)); break;
    }
    return pc;
}

void exact_run(Cells *e, uint32_t block, uint32_t element)
{
    Run run = { .e = e,
                .block = &e->program->blocks[block],
                .own_loop = e->program->anatomy->own_loops[block],
                .only = element };
    for (uint32_t pc = run.block->code; pc < run.block->code_end && node_step(e->d); pc++) {
        pc = execute(&run, pc);
    }
    for (uint32_t i = 0; i < e->program->list_count; i++) {
        e->lists[i].current = -1;
    }
}
