/* native.h - functions of shared libraries, called with known values only. Nothing is loaded
 * because a program names it: the person who runs the program allows a library by its path. */
#ifndef VM_NATIVE_H
#define VM_NATIVE_H
#include "runtime/bytecode/program.h"

typedef struct Natives Natives;

Natives *natives_create(Arena *arena, const Program *program);
/* Load the library at this path, a regular file, and bind the program's functions that it has.
 * sha256: 64 hexadecimal digits that the file must have, or NULL; the bytes that were hashed are
 * those that are loaded. False and one sentence if it cannot be loaded or its manifest says
 * something else. */
bool natives_allow(Natives *natives, const char *path, const char *sha256, Str *why);
/* Is every native function of the program bound? */
bool natives_check(Natives *natives, Str *why);
/* Call functions in processes of their own, one a library: a crash there is a failure here, and the
 * next call starts another process. Off at first. */
void natives_set_isolated(Natives *natives, bool isolated);
/* How long a function in a process of its own may take before it is given up. 10 s at first. */
void natives_set_patience(Natives *natives, unsigned milliseconds);
/* natives: a Natives. False if the function failed, an argument is not known, or the result is none
 * of its type. */
bool native_call(void *natives, uint16_t index, const Reg *arguments, Reg *result);
/* Did this function hang? Then it is not called any more. natives: a Natives. */
bool native_is_given_up(const void *natives, uint16_t index);
void natives_close(Natives *natives);
#endif
