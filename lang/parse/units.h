/* units.h - where a unit ends in the text. Units are a closed table, so this is a look-up, not a
 * grammar. */
#ifndef LANG_UNITS_H
#define LANG_UNITS_H
#include "runtime/base/str.h"

/* Length of the longest unit that `text` begins with and that ends where a word ends; 0 if none. */
size_t unit_measure(Str text);
/* Length of what looks like a compound unit but is none, `mg/dl`; 0 if it does not. */
size_t unit_measure_attempt(Str text);
/* The unit that was meant, or STR_NONE. */
Str unit_suggest(Arena *scratch, Str wrong);
#endif
