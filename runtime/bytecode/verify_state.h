/* verify_state.h - inside the verifier of code: what is known at one instruction. */
#ifndef BYTECODE_VERIFY_STATE_H
#define BYTECODE_VERIFY_STATE_H
#include "runtime/base/limits.h"
#include "runtime/base/vec.h"
#include "runtime/bytecode/opcode.h"
#include "runtime/bytecode/verify_parts.h"

/* A part of a block that may run several times or not at all: what it defines is forgotten at its
 * end. */
typedef struct Scope {
    bool loop; /* else what a skip jumps over */
    uint16_t list;
    uint32_t end;          /* pc of NEXT; pc of the skip's target */
    uint32_t mark;         /* length of the trail where it started */
    uint32_t accumulators; /* length of the list of accumulators where it started */
} Scope;

typedef struct RegState {
    bool defined;
    bool may_be_none;
    bool accumulates; /* an open loop adds to it: not to be read */
    uint32_t at;      /* place in the trail */
} RegState;

typedef struct Checker {
    Program *program;
    const RegPlace *places; /* per register */
    Str *why;
    RegState *states;    /* per register */
    VEC(uint16_t) trail; /* registers in order of definition */
    VEC(uint16_t) accumulators;
    VEC(Scope) scopes;
    uint32_t block, pc;
    bool columns_written;
    uint64_t repeats; /* how often this instruction runs at most */
    uint64_t total;
} Checker;

/* Leaves a function with false and one sentence that starts with the place. */
#define REFUSE_HERE(checker, ...) \
    return (state_refuse((checker), str_format((checker)->program->arena, __VA_ARGS__)), false)
void state_refuse(Checker *checker, Str problem);

const BlockInfo *state_get_block(const Checker *checker);
/* May the register be read here? */
bool state_check_read(Checker *checker, uint16_t reg);
/* Note a write; the register must be one that this block may write here. */
bool state_define(Checker *checker, uint16_t reg, bool may_be_none);
/* A write of an accumulator. */
bool state_check_fold(Checker *checker, uint16_t reg);
bool state_is_none(const Checker *checker, uint16_t reg);

bool state_open_loop(Checker *checker, const Insn *insn);
bool state_close_loop(Checker *checker, const Insn *insn);
bool state_open_skip(Checker *checker, const Insn *insn);
/* Forget what was skipped up to here. */
void state_land(Checker *checker);

void state_start_block(Checker *checker, uint32_t block);
/* Has every result been written? */
bool state_finish_block(Checker *checker);
#endif
