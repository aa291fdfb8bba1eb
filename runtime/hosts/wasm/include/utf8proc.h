/* utf8proc.h - the two functions of utf8proc that reports use, over widths that the build reads off
 * the library itself (print_widths.c). */
#ifndef WASM_UTF8PROC_H
#define WASM_UTF8PROC_H
#include <stddef.h>
#include <stdint.h>

typedef int32_t utf8proc_int32_t;
typedef uint8_t utf8proc_uint8_t;
typedef ptrdiff_t utf8proc_ssize_t;

/* Bytes of the first code point, below 0 if it is malformed. */
utf8proc_ssize_t utf8proc_iterate(const utf8proc_uint8_t *bytes, utf8proc_ssize_t size,
                                  utf8proc_int32_t *code);
/* Columns that it takes on a terminal. */
int utf8proc_charwidth(utf8proc_int32_t code);
#endif
