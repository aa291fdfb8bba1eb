/* verify_state.c - definitions, scopes, loops. */
#include "runtime/bytecode/verify_state.h"
#include "runtime/base/claim.h"

void state_refuse(Checker *checker, Str problem)
{
    const Program *program = checker->program;
    Str name = program->blocks[checker->block].name;
    *checker->why = checker->pc < program->code_count
                        ? str_format(program->arena, "instruction %u (%S, %S): %S", checker->pc,
                                     opcode_get_name(program->code[checker->pc].op), name, problem)
                        : str_format(program->arena, "%S: %S", name, problem);
}

const BlockInfo *state_get_block(const Checker *checker)
{
    return &checker->program->blocks[checker->block];
}

/* ---- regions ---- */

static bool is_open(const Checker *checker, uint16_t list)
{
    for (uint32_t i = 0; i < checker->scopes.count; i++) {
        if (checker->scopes.items[i].loop && checker->scopes.items[i].list == list) {
            return true;
        }
    }
    return false;
}

static bool is_needed(const Checker *checker, uint32_t block)
{
    const BlockInfo *reader = state_get_block(checker);
    for (uint32_t i = 0; i < reader->need_count; i++) {
        if (checker->program->block_refs[reader->needs + i] == block) {
            return true;
        }
    }
    return false;
}

/* ---- reads and writes ---- */

static bool check_foreign(Checker *checker, uint16_t reg)
{
    uint32_t owner = checker->places[reg].owner;
    if (owner == NO_INDEX32) {
        REFUSE_HERE(checker, "register %u belongs to no block", (unsigned)reg);
    }
    if (!is_needed(checker, owner)) {
        REFUSE_HERE(checker, "it reads %S without listing it",
                    checker->program->blocks[owner].name);
    }
    return true;
}

bool state_check_read(Checker *checker, uint16_t reg)
{
    const Program *program = checker->program;
    if (reg < program->window_first) {
        return true;
    }
    if (reg < program->result_first) {
        if (!is_open(checker, checker->places[reg].list)) {
            REFUSE_HERE(checker, "register %u is read outside a loop over its list", (unsigned)reg);
        }
        if (checker->places[reg].column == NO_INDEX) {
            return true;
        }
    }
    if (reg < program->temp_first && checker->places[reg].owner != checker->block) {
        return check_foreign(checker, reg);
    }
    if (!checker->states[reg].defined) {
        REFUSE_HERE(checker, "register %u is read before it is written", (unsigned)reg);
    }
    if (checker->states[reg].accumulates) {
        REFUSE_HERE(checker, "register %u is read while a loop adds to it", (unsigned)reg);
    }
    return true;
}

/* A column is written once for each element, by the one loop of its block. */
static bool check_column(Checker *checker, uint16_t reg)
{
    const BlockInfo *block = state_get_block(checker);
    uint16_t list = checker->places[reg].list;
    if (checker->places[reg].column == NO_INDEX || checker->places[reg].owner != checker->block) {
        REFUSE_HERE(checker, "register %u is not written by this block", (unsigned)reg);
    }
    if (checker->columns_written || checker->scopes.count == 0 || !checker->scopes.items[0].loop ||
        checker->scopes.items[0].list != list || block->list != list) {
        REFUSE_HERE(checker, "register %u is written outside the loop of its block", (unsigned)reg);
    }
    for (uint32_t i = 1; i < checker->scopes.count; i++) {
        if (checker->scopes.items[i].loop) {
            REFUSE_HERE(checker, "register %u is written in an inner loop", (unsigned)reg);
        }
    }
    return true;
}

static bool check_region(Checker *checker, uint16_t reg)
{
    const Program *program = checker->program;
    if (reg < program->window_first) {
        REFUSE_HERE(checker, "register %u is never written", (unsigned)reg);
    }
    if (reg < program->result_first) {
        return check_column(checker, reg);
    }
    if (reg < program->temp_first && checker->places[reg].owner != checker->block) {
        REFUSE_HERE(checker, "register %u is not written by this block", (unsigned)reg);
    }
    return true;
}

static uint32_t get_scope_mark(const Checker *checker)
{
    uint32_t count = checker->scopes.count;
    return count == 0 ? 0 : checker->scopes.items[count - 1].mark;
}

bool state_define(Checker *checker, uint16_t reg, bool may_be_none)
{
    RegState *state = &checker->states[reg];
    if (!check_region(checker, reg)) {
        return false;
    }
    /* Else a loop would carry a value from element to element, or a jump would change one. */
    if (state->defined && state->at < get_scope_mark(checker)) {
        REFUSE_HERE(checker, "register %u was written before the loop or skip", (unsigned)reg);
    }
    if (may_be_none && reg < checker->program->temp_first) {
        REFUSE_HERE(checker, "a result that may be none");
    }
    if (!state->defined) {
        state->at = checker->trail.count;
        vec_add(checker->program->arena, &checker->trail, reg);
    }
    state->defined = true;
    state->may_be_none = may_be_none;
    return true;
}

/* A constant empty set stands for no value. */
bool state_is_none(const Checker *checker, uint16_t reg)
{
    const Program *program = checker->program;
    if (reg < program->const_count) {
        uint8_t type = program->regs[reg].type;
        return (type == REG_BOOL || type == REG_ENUM) && program->constants[reg].reg.mask == 0;
    }
    return checker->states[reg].may_be_none;
}

/* ---- scopes ---- */

static void forget(Checker *checker, uint32_t mark)
{
    while (checker->trail.count > mark) {
        checker->states[checker->trail.items[--checker->trail.count]] = (RegState){ 0 };
    }
}

static void close_scope(Checker *checker)
{
    CLAIM_ALWAYS(checker->scopes.count > 0, "Only an open scope is closed.");
    Scope scope = checker->scopes.items[--checker->scopes.count];
    forget(checker, scope.mark);
    while (checker->accumulators.count > scope.accumulators) {
        uint16_t reg = checker->accumulators.items[--checker->accumulators.count];
        checker->states[reg].accumulates = false;
    }
}

static void open_scope(Checker *checker, bool loop, uint16_t list, uint32_t end)
{
    Scope scope = { loop, list, end, checker->trail.count, checker->accumulators.count };
    vec_add(checker->program->arena, &checker->scopes, scope);
}

/* The last place to which a scope that opens here may reach. */
static uint32_t get_limit(const Checker *checker)
{
    uint32_t count = checker->scopes.count;
    return count == 0 ? state_get_block(checker)->code_end : checker->scopes.items[count - 1].end;
}

bool state_open_skip(Checker *checker, const Insn *insn)
{
    uint32_t limit = get_limit(checker);
    if (insn->imm > limit - checker->pc - 1) {
        REFUSE_HERE(checker, "it skips out of its block, loop or skip");
    }
    open_scope(checker, false, NO_INDEX, checker->pc + 1 + insn->imm);
    return true;
}

void state_land(Checker *checker)
{
    while (checker->scopes.count > 0) {
        const Scope *scope = &checker->scopes.items[checker->scopes.count - 1];
        if (scope->loop || scope->end != checker->pc) {
            return;
        }
        close_scope(checker);
    }
}

/* ---- loops ---- */

static unsigned count_loops(const Checker *checker)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < checker->scopes.count; i++) {
        count += checker->scopes.items[i].loop;
    }
    return count;
}

/* Where the definitions of the innermost loop's surroundings start. */
static uint32_t get_outer_mark(const Checker *checker)
{
    uint32_t mark = 0;
    for (uint32_t i = 0; i + 1 < checker->scopes.count; i++) {
        if (checker->scopes.items[i].loop) {
            mark = checker->scopes.items[i].mark;
        }
    }
    return mark;
}

/* An accumulator is set up just outside its loop, written by one instruction, and not read before
 * the loop ends: only then one generic element may stand for all hidden ones. */
static bool add_accumulator(Checker *checker, uint16_t reg)
{
    RegState *state = &checker->states[reg];
    if (reg < checker->program->window_first || !state->defined) {
        REFUSE_HERE(checker, "register %u accumulates before it is written", (unsigned)reg);
    }
    if (state->accumulates) {
        REFUSE_HERE(checker, "register %u accumulates twice", (unsigned)reg);
    }
    if (state->at < get_outer_mark(checker)) {
        REFUSE_HERE(checker, "register %u accumulates over two loops", (unsigned)reg);
    }
    state->accumulates = true;
    vec_add(checker->program->arena, &checker->accumulators, reg);
    return true;
}

/* The accumulators of the loop that starts here, not those of loops inside it. */
static bool add_accumulators(Checker *checker, uint32_t end)
{
    const Program *program = checker->program;
    unsigned depth = 0;
    for (uint32_t pc = checker->pc + 1; pc < end; pc++) {
        const Insn *insn = &program->code[pc];
        if (insn->op >= OP_COUNT_) {
            continue; /* refused when it is reached */
        }
        OpFamily family = opcode_get_family(insn->op);
        bool two = opcode_get_shape(insn->op).imm == 'R';
        depth += family == FAMILY_OPEN;
        depth -= family == FAMILY_CLOSE && depth > 0;
        if (depth > 0 || family != FAMILY_FOLD) {
            continue;
        }
        if (insn->dst >= program->reg_count || (two && insn->imm >= program->reg_count)) {
            REFUSE_HERE(checker, "a register that does not exist accumulates");
        }
        if (!add_accumulator(checker, insn->dst)) {
            return false;
        }
        if (two && !add_accumulator(checker, (uint16_t)insn->imm)) {
            return false;
        }
    }
    return true;
}

bool state_open_loop(Checker *checker, const Insn *insn)
{
    const Program *program = checker->program;
    if (count_loops(checker) >= LIMIT_LOOP_DEPTH || is_open(checker, insn->a)) {
        REFUSE_HERE(checker, "a loop inside two loops, or inside a loop over the same list");
    }
    if (insn->imm <= checker->pc || insn->imm >= get_limit(checker) ||
        program->code[insn->imm].op >= OP_COUNT_ ||
        opcode_get_family(program->code[insn->imm].op) != FAMILY_CLOSE ||
        program->code[insn->imm].a != insn->a) {
        REFUSE_HERE(checker, "the loop is not closed inside its block, loop or skip");
    }
    open_scope(checker, true, insn->a, insn->imm);
    checker->repeats *= program->lists[insn->a].most + 1u;
    return add_accumulators(checker, insn->imm);
}

static bool is_own_list(const Checker *checker, uint16_t list)
{
    return state_get_block(checker)->list == list && checker->scopes.count == 1;
}

/* Are the columns of this block written in this iteration? */
static bool has_columns(const Checker *checker)
{
    const BlockInfo *block = state_get_block(checker);
    bool all = checker->states[block->result].defined &&
               (block->when == NO_INDEX || checker->states[block->when].defined);
    for (uint32_t i = 0; i < block->aux_count; i++) {
        all = all && checker->states[checker->program->aux[block->aux + i].reg].defined;
    }
    return all;
}

bool state_close_loop(Checker *checker, const Insn *insn)
{
    uint32_t count = checker->scopes.count;
    if (count == 0 || !checker->scopes.items[count - 1].loop ||
        checker->scopes.items[count - 1].end != checker->pc) {
        REFUSE_HERE(checker, "it closes no loop that ends here");
    }
    if (is_own_list(checker, insn->a) && has_columns(checker)) {
        checker->columns_written = true;
    }
    close_scope(checker);
    checker->repeats /= checker->program->lists[insn->a].most + 1u;
    return true;
}

bool state_check_fold(Checker *checker, uint16_t reg)
{
    if (!checker->states[reg].accumulates) {
        REFUSE_HERE(checker, "it accumulates outside a loop");
    }
    return check_region(checker, reg);
}

/* ---- blocks ---- */

void state_start_block(Checker *checker, uint32_t block)
{
    checker->block = block;
    checker->columns_written = false;
    checker->repeats = 1;
}

bool state_finish_block(Checker *checker)
{
    const BlockInfo *block = state_get_block(checker);
    state_land(checker);
    if (checker->scopes.count > 0) {
        REFUSE_HERE(checker, "a loop is open at the end of the block");
    }
    if (block->list == NO_INDEX ? !has_columns(checker) : !checker->columns_written) {
        checker->pc = checker->program->code_count;
        REFUSE_HERE(checker, "not every result is written in every case");
    }
    forget(checker, 0);
    return true;
}
