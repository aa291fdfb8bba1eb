/* strength.h - how strongly a guideline recommends, for people. */
#ifndef VALUE_STRENGTH_H
#define VALUE_STRENGTH_H
#include "runtime/base/str.h"

/* "not recommended". `must` of advice against is "must not": beside what is advised against, a bare
 * "must" would read as the order to do it. */
void strength_print(StrBuf *out, Str name, bool against);
#endif
