/* vm_harness.h - a memory for each test file about the VM, and one way to run a record. */
#ifndef TESTS_VM_HARNESS_H
#define TESTS_VM_HARNESS_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "runtime/bytecode/verify.h"
#include "runtime/vm/vm.h"
#include "tests/unit/program_builder.h"

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

static inline Program *finish(Builder *b)
{
    Str why = STR_NONE;
    Program *program = build_end(b);
    if (!program_verify(program, &why)) {
        print_error("%.*s\n", (int)why.len, why.ptr);
        fail();
    }
    return program;
}

static inline void run(Vm *vm, Record *record)
{
    record_finish(record, vm->program);
    vm_begin(vm, record);
    for (uint32_t i = 0; i < vm->program->block_count; i++) {
        vm_run_block(vm, i);
    }
}
#endif
