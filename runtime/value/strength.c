/* strength.c - the name of a strength in words. */
#include "runtime/value/strength.h"

void strength_print(StrBuf *out, Str name, bool against)
{
    buf_add_words(out, name);
    if (against && str_equal(name, STR("must"))) {
        buf_add_c(out, " not");
    }
}
