/* diag_print.h - what the printers of diagnostics share. Only this room uses it. */
#ifndef BASE_DIAG_PRINT_H
#define BASE_DIAG_PRINT_H
#include "runtime/base/diag.h"

/* The place's line of source with carets under the span. gutter: width of line numbers. */
void diag_print_excerpt(StrBuf *out, const SourceSet *sources, Span span, unsigned gutter,
                        const char *color);
/* Text from elsewhere (a source, a path) in which nothing can steer a terminal: control characters,
 * bidirectional marks and bytes that are not UTF-8 become U+FFFD. */
void diag_print_clean(StrBuf *out, Str text);
void diag_print_json(StrBuf *out, const SourceSet *sources, const Diag *const *sorted,
                     uint32_t count);
#endif
