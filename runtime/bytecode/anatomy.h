/* anatomy.h - what a register is, and what an instruction reads.
 *
 * Worked out once for a program, from its tables and from the signatures in opcodes.def; never
 * changed afterwards, shared by threads. Whoever walks over code asks here: an opcode that is new
 * in the table is then known to all of them.
 *
 *     block large, for each lesion           loop   own   reads
 *     7   EACH lesions until 14               -     no
 *     8     LE t1, k3, lesion.size            7     yes   k3 (value), lesion.size (value)
 *     9     EACH nodes until 11               7     yes
 *    10       ACC_ANY t2, t1                  9     yes   t1 (value), t2 (state)
 *    11     NEXT nodes                        9     yes
 *    12     AND t3, t1, t2                    7     yes   t1 (value), t2 (value)
 *    13     MOVE lesion.large, t3             7     yes   t3 (value)
 *    14   NEXT lesions                        7     yes
 */
#ifndef BYTECODE_ANATOMY_H
#define BYTECODE_ANATOMY_H
#include "runtime/bytecode/opcode.h"

typedef struct RegPlace {
    uint32_t owner;  /* block whose result, condition or further result it is, else NO_INDEX32 */
    uint16_t field;  /* fact that it holds, else NO_INDEX */
    uint16_t list;   /* list in whose window it lies, else NO_INDEX */
    uint16_t column; /* its number among the columns of that list, else NO_INDEX */
} RegPlace;

typedef enum ReadRole {
    READ_VALUE,    /* what the register holds */
    READ_SET,      /* a constant set that a value is held against */
    READ_FACT,     /* whether the record has the fact */
    READ_ANSWER,   /* what is known of the answer of another block */
    READ_ARGUMENT, /* of a native function */
    READ_STATE     /* an accumulator: what the instruction itself left there */
} ReadRole;

typedef struct RegRead {
    uint16_t reg;
    uint8_t role;    /* ReadRole */
    uint8_t operand; /* 0, 1, 2: a, b, c; of an argument its number; of a state 0 */
} RegRead;

typedef struct InsnPlace {
    uint32_t loop;  /* EACH of the innermost loop around it, else NO_INDEX32; what closes a loop
                       belongs to it, what opens one does not */
    uint16_t list;  /* list that it names, else NO_INDEX */
    bool own;       /* inside the loop over the elements that its block is for each of: a field or
                       column of that list is of the block's own element */
    bool writes;    /* dst is a register */
    uint8_t family; /* OpFamily */
    uint32_t first_read;
} InsnPlace;

typedef struct Anatomy {
    const Program *program;
    RegPlace *regs;      /* reg_count */
    InsnPlace *code;     /* code_count + 1: the last one ends the reads */
    RegRead *reads;      /* of all instructions, one after the other */
    uint32_t *own_loops; /* per block: EACH of the loop over its own elements, else NO_INDEX32 */
} Anatomy;

/* Of registers alone; the tables of the program are right. */
Anatomy *anatomy_create(Arena *arena, const Program *program);
/* Of instructions too; they are right. */
void anatomy_add_code(Arena *arena, Anatomy *anatomy);

/* Every register that an instruction reads, by the letters of its signature. */
void anatomy_visit_reads(const Program *program, const Insn *insn,
                         void (*visit)(void *context, RegRead read), void *context);

static inline const RegPlace *anatomy_get_reg(const Program *program, uint16_t reg)
{
    return &program->anatomy->regs[reg];
}
static inline const InsnPlace *anatomy_get_insn(const Program *program, uint32_t pc)
{
    return &program->anatomy->code[pc];
}
/* The same as anatomy_visit_reads visits, *count of them. */
static inline const RegRead *anatomy_get_reads(const Program *program, uint32_t pc, uint32_t *count)
{
    const InsnPlace *place = anatomy_get_insn(program, pc);
    *count = place[1].first_read - place->first_read;
    return program->anatomy->reads + place->first_read;
}
/* A result of a block: of the patient, or a column. */
static inline bool anatomy_is_result(const Program *program, uint16_t reg)
{
    return anatomy_get_reg(program, reg)->owner != NO_INDEX32;
}
#endif
