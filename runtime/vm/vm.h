/* vm.h - the fast path: one pass over a program's blocks with possible-sets and intervals (Kleene
 * logic). */
#ifndef VM_VM_H
#define VM_VM_H
#include "runtime/bytecode/answers.h"

struct VmPlan;

/* Per-session state: the register file and the element rows and columns. */
typedef struct Vm {
    const Program *program;
    Reg *regs;     /* reg_count; constants filled once, slots copied per record */
    Reg **columns; /* per list: (most + 1) x (width - used_fields): element results, row `count` =
                      the generic hidden element */
    const Record *record;
    /* gate instructions */
    void *context;
    const Answer *(*answer)(void *context, uint16_t reg, uint16_t element);
    bool (*native)(void *context, uint16_t native, const Reg *arguments,
                   Reg *result); /* false: failed */
    const struct VmPlan *plan;   /* what vm_create worked out about the program */
} Vm;

Vm *vm_create(Arena *session_arena, const Program *program);
void vm_begin(Vm *vm, const Record *record);
/* Run all blocks, which stand in order. */
void vm_run(Vm *vm);
/* Run one block. Blocks are run in order; a block may be skipped if nobody reads it. */
void vm_run_block(Vm *vm, uint32_t block);
/* For explanations: put listed element `element` into the window of the loop that the EACH at
 * `each` opens, and run its body once. Temporaries keep the values of that element; accumulators
 * get it a second time (the caller restores them). */
void vm_run_element(Vm *vm, uint32_t each, uint16_t element);
/* Value of a result register after its block ran. element: NO_INDEX for patient-level results,
 * index of a listed element, or record count = the generic hidden element. */
Reg vm_get_result(const Vm *vm, uint16_t reg, uint16_t element);
#endif
