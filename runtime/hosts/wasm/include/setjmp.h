/* setjmp.h - WebAssembly has no jump over frames. Running out of memory ends the engine: the host
 * sees a trap, makes a new engine and still has the record. */
#ifndef WASM_SETJMP_H
#define WASM_SETJMP_H

typedef int jmp_buf[1];

static inline int setjmp(jmp_buf recovery)
{
    recovery[0] = 0;
    return 0;
}

_Noreturn static inline void longjmp(jmp_buf recovery, int value)
{
    (void)recovery;
    (void)value;
    __builtin_trap();
}
#endif
