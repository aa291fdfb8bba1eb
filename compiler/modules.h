/* modules.h - where imported modules come from: files beside the main one, then the library built
 * in. */
#ifndef COMPILER_MODULES_H
#define COMPILER_MODULES_H
#include <stddef.h>

typedef struct BuiltinModule {
    const char *name;
    const char *text;
    size_t size;
} BuiltinModule;
extern const BuiltinModule
    builtin_modules[]; /* ends with name NULL; made from stdlib/ by the build */
#endif
